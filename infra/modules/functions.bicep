// The app: a Flex Consumption plan, one Functions app, and its settings.
param planName string
param appName string
param location string
param tags object

@description('Name of the service in azure.yaml that azd deploys to this app.')
param serviceName string

@description('The identity that the host and the code run as.')
param identityId string

@description('The identity that publishes the package and reads it at startup. It must be attached to the app.')
param packageIdentityId string

@description('URL of the container with the package of the app.')
param packageContainerUrl string

@description('The subnet for outbound traffic of the app; empty for none.')
param subnetId string

@allowed([2048, 4096])
param instanceMemoryMB int

@description('How many webhooks an instance answers at a time. Azure adds instances when all are busy.')
param requestsAtATime int

@description('The largest body that the host accepts, in bytes.')
param bodyBytes int

param maximumInstanceCount int
param zoneRedundant bool

@description('Address ranges that may reach the app; empty for all.')
param allowedRanges string[]

@description('Number of always ready instances, by function group.')
param alwaysReady { name: string, instanceCount: int }[]

@description('The settings of the app.')
param settings object

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
    zoneRedundant: zoneRedundant
  }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: appName
  location: location
  tags: union(tags, { 'azd-service-name': serviceName })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {}, '${packageIdentityId}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    functionAppConfig: {
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packageContainerUrl
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: packageIdentityId
          }
        }
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        alwaysReady: alwaysReady
        triggers: { http: { perInstanceConcurrency: requestsAtATime } }
      }
    }
    siteConfig: {
      http20Enabled: true
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      // Publishing signs in with Entra ID, from anywhere.
      scmIpSecurityRestrictionsUseMain: false
      ipSecurityRestrictionsDefaultAction: empty(allowedRanges) ? 'Allow' : 'Deny'
      ipSecurityRestrictions: map(allowedRanges, (range, i) => {
        name: 'allowed-${i}'
        ipAddress: range
        action: 'Allow'
        priority: 100 + i
      })
    }
  }
}

// The host's own limits: Azure's are kept over all instances and not to the request. Who waits holds no body yet, and is answered in turn; beyond 200 with 429.
resource appSettings 'Microsoft.Web/sites/config@2025-03-01' = {
  parent: app
  name: 'appsettings'
  properties: union(settings, {
    FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: string(bodyBytes)
    AzureFunctionsJobHost__extensions__http__maxConcurrentRequests: string(requestsAtATime)
    AzureFunctionsJobHost__extensions__http__maxOutstandingRequests: '200'
  })
}

// Nobody publishes with a password.
resource ftpPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'ftp'
  properties: { allow: false }
}

resource scmPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'scm'
  properties: { allow: false }
}

output name string = app.name
output url string = 'https://${app.properties.defaultHostName}'
