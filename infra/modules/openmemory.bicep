// An OpenMemory that only the app reaches: one container in our network, its SQLite on an NFS share. It is an index: lost, it is filled again by `elaoms reindex --all`.
// Not on Postgres: there it fails as soon as two memories are written at a time (seen with main of 2026-08-20 and in the source of v1.3.0). Not on SMB: SQLite needs locks that it lacks.
import { roleIds } from '../roles.bicep'

param token string
param location string
param tags object
param networkId string
param subnetId string
param workspaceId string

@description('The image, with its digest. If it is empty, everything except the container is created, including the registry to push the image to.')
param image string

@description('The key that the app sends.')
@secure()
param key string

var shareName = 'openmemory'
var pinnedImage = empty(image) || contains(image, '@sha256:')
  ? image
  : fail('openMemoryImage must name the image by its digest: …@sha256:…')

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-openmemory-${token}'
  location: location
  tags: tags
}

resource registry 'Microsoft.ContainerRegistry/registries@2025-04-01' = {
  name: 'crelaoms${token}'
  location: location
  tags: tags
  sku: { name: 'Basic' }
  properties: {
    adminUserEnabled: false
    anonymousPullEnabled: false
  }
}

resource puller 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(registry.id, identity.id, roleIds.acrPull)
  scope: registry
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.acrPull)
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

// NFS asks for no name and knows no TLS: who reaches it may read it. So it answers in the container's subnet only.
resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: 'stom${token}'
  location: location
  tags: tags
  kind: 'FileStorage'
  sku: { name: 'Premium_LRS' }
  properties: {
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: false
    networkAcls: {
      bypass: 'None'
      defaultAction: 'Deny'
      virtualNetworkRules: [{ id: subnetId, action: 'Allow' }]
    }
  }
}

resource files 'Microsoft.Storage/storageAccounts/fileServices@2025-06-01' = {
  parent: account
  name: 'default'
}

resource share 'Microsoft.Storage/storageAccounts/fileServices/shares@2025-06-01' = {
  parent: files
  name: shareName
  properties: {
    enabledProtocols: 'NFS'
    rootSquash: 'NoRootSquash'
    // The smallest there is, in GiB.
    shareQuota: 100
  }
}

resource environment 'Microsoft.App/managedEnvironments@2025-07-01' = {
  name: 'cae-elaoms-${token}'
  location: location
  tags: tags
  properties: {
    // Without the key that a workspace would ask for.
    appLogsConfiguration: { destination: 'azure-monitor' }
    workloadProfiles: [{ name: 'Consumption', workloadProfileType: 'Consumption' }]
    vnetConfiguration: {
      infrastructureSubnetId: subnetId
      internal: true
    }
  }
}

resource storage 'Microsoft.App/managedEnvironments/storages@2025-07-01' = {
  parent: environment
  name: shareName
  properties: {
    nfsAzureFile: {
      server: '${account.name}.file.${az.environment().suffixes.storage}'
      shareName: '/${account.name}/${share.name}'
      accessMode: 'ReadWrite'
    }
  }
}

// What the platform says. What the server says is left out: nobody has promised that it holds no word of a caller.
resource platformLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'platform'
  scope: environment
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'ContainerAppSystemLogs', enabled: true }]
  }
}

resource server 'Microsoft.App/containerApps@2025-07-01' = if (!empty(image)) {
  name: 'openmemory'
  location: location
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    environmentId: environment.id
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      secrets: [{ name: 'key', value: key }]
      registries: [{ server: registry.properties.loginServer, identity: identity.id }]
      ingress: {
        // Outside of the environment, which is inside of the network.
        external: true
        targetPort: 8080
        transport: 'http'
        allowInsecure: false
      }
    }
    template: {
      // Node as the first process of a container hears no signal; what it has written outlives its end.
      terminationGracePeriodSeconds: 5
      containers: [
        {
          name: 'openmemory'
          image: pinnedImage
          // A file for each revision: while one takes over from another, two hosts would write into one file, which SQLite doesn't survive on a share.
          command: ['sh', '-c', 'OM_DB_PATH="/data/$CONTAINER_APP_REVISION.sqlite" exec node dist/server/index.js']
          resources: { cpu: json('0.5'), memory: '1Gi' }
          env: [
            { name: 'OM_PORT', value: '8080' }
            { name: 'OM_API_KEY', secretRef: 'key' }
            { name: 'OM_REQUIRE_AUTH', value: 'true' }
            { name: 'OM_METADATA_BACKEND', value: 'sqlite' }
            { name: 'OM_TIER', value: 'hybrid' }
            { name: 'OM_MODE', value: 'standard' }
            { name: 'OM_EMBEDDINGS', value: 'synthetic' }
            // No pause after each memory; 0 would mean its default.
            { name: 'OM_EMBED_DELAY_MS', value: '-1' }
            { name: 'OM_SUMMARY_MAX_LENGTH', value: '200' }
            { name: 'OM_TELEMETRY', value: 'false' }
            { name: 'NODE_ENV', value: 'production' }
          ]
          probes: [
            {
              type: 'Startup'
              httpGet: { path: '/health', port: 8080 }
              periodSeconds: 5
              failureThreshold: 24
            }
            {
              type: 'Liveness'
              httpGet: { path: '/health', port: 8080 }
              periodSeconds: 30
              failureThreshold: 3
            }
          ]
          volumeMounts: [{ volumeName: 'data', mountPath: '/data' }]
        }
      ]
      volumes: [{ name: 'data', storageType: 'NfsAzureFile', storageName: storage.name }]
      // SQLite has one writer.
      scale: { minReplicas: 1, maxReplicas: 1 }
    }
  }
  dependsOn: [puller]
}

module name 'private-zone.bicep' = {
  params: {
    name: environment.properties.defaultDomain
    tags: tags
    networkId: networkId
    wildcardAddress: environment.properties.staticIp
  }
}

@description('URL of the server; empty while there is no container.')
output url string = empty(image) ? '' : 'https://${server!.properties.configuration.ingress!.fqdn}'
output registry string = registry.properties.loginServer
