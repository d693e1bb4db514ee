// The packages of the apps, in an account that the identity of the app has no role on: it may not change the code that it runs.
import { roleIds } from '../roles.bicep'

param name string
param location string
param tags object

@description('Redundancy of the storage account.')
param skuName string

@description('Whether the account is reachable from outside the network.')
param isPublic bool

@description('A container for each app.')
param containerNames string[]

@description('The identity that publishes to and reads from each container, in the same order.')
param writerPrincipalIds string[]

@description('The Log Analytics workspace that records who writes a package.')
param workspaceId string

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: skuName }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: isPublic ? 'Enabled' : 'Disabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: isPublic ? 'Allow' : 'Deny'
    }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' = {
  parent: account
  name: 'default'
  properties: {
    deleteRetentionPolicy: { enabled: true, days: 7 }
    containerDeleteRetentionPolicy: { enabled: true, days: 7 }
  }
}

resource containers 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = [
  for container in containerNames: {
    parent: blobs
    name: container
  }
]

// One Deploy writes the package as this identity, and each new instance reads it as the same one.
// Source: https://learn.microsoft.com/azure/azure-functions/flex-consumption-how-to#configure-deployment-settings
resource writers 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (container, i) in containerNames: {
    name: guid(containers[i].id, writerPrincipalIds[i], roleIds.storageBlobDataContributor)
    scope: containers[i]
    properties: {
      roleDefinitionId: subscriptionResourceId(
        'Microsoft.Authorization/roleDefinitions',
        roleIds.storageBlobDataContributor
      )
      principalId: writerPrincipalIds[i]
      principalType: 'ServicePrincipal'
    }
  }
]

resource writes 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'writes'
  scope: blobs
  properties: {
    workspaceId: workspaceId
    logs: [
      { category: 'StorageWrite', enabled: true }
      { category: 'StorageDelete', enabled: true }
    ]
  }
}

output id string = account.id
output containerUrls string[] = [
  for (container, i) in containerNames: '${account.properties.primaryEndpoints.blob}${containers[i].name}'
]
