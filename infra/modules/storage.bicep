// What is kept: payloads, recordings, records, receipts, and the queue of calls to be learned. Also the host's own blobs.
import { roleIds } from '../roles.bicep'

param name string
param location string
param tags object

@description('Redundancy of the storage account.')
param skuName string

@description('The identity of the app.')
param appPrincipalId string

@description('The operator who may read storage and run elaoms replay, erase, audit and doctor against it, if that is chosen.')
param operatorPrincipalId string
param operatorMayRead bool

@description('Whether the account is reachable from outside the network.')
param isPublic bool

@description('Days after which a payload is deleted; 0 keeps it.')
param payloadRetentionDays int

@description('Days after which a recording is deleted, together with its payload; 0 keeps it.')
param recordingRetentionDays int

@description('Days for which a deleted or replaced blob can be restored; 0 for none.')
param deletedBlobRetentionDays int

@description('The Log Analytics workspace that records who deletes blobs.')
param workspaceId string

// The names are those of Elaoms.Storage/Azure/AzureAccount.cs. The app would make them too; here they exist before its first request.
var containerNames = ['payloads', 'recordings', 'receipts', 'callers', 'conversations', 'engine', 'audit', 'jobs']
var queueNames = ['calls', 'calls-poison']
var tableNames = ['calllist']

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
    deleteRetentionPolicy: deletedBlobRetentionDays > 0
      ? { enabled: true, days: deletedBlobRetentionDays }
      : { enabled: false }
    containerDeleteRetentionPolicy: { enabled: true, days: 7 }
  }
}

resource containers 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = [
  for container in containerNames: {
    parent: blobs
    name: container
  }
]

resource queueService 'Microsoft.Storage/storageAccounts/queueServices@2025-06-01' = {
  parent: account
  name: 'default'
}

resource queues 'Microsoft.Storage/storageAccounts/queueServices/queues@2025-06-01' = [
  for queue in queueNames: {
    parent: queueService
    name: queue
  }
]

resource tableService 'Microsoft.Storage/storageAccounts/tableServices@2025-06-01' = {
  parent: account
  name: 'default'
}

resource tables 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-06-01' = [
  for table in tableNames: {
    parent: tableService
    name: table
  }
]

// Receipts are in no rule: a failed one must stay until somebody has looked at it. A rule that is not wanted is switched off and not left out: what a deployment leaves out stays as it was.
var retentions = [
  { container: 'payloads', days: payloadRetentionDays }
  { container: 'recordings', days: recordingRetentionDays }
]

resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2025-06-01' = {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: map(retentions, retention => {
        name: 'expire-${retention.container}'
        enabled: retention.days > 0
        type: 'Lifecycle'
        definition: {
          filters: {
            blobTypes: ['blockBlob']
            prefixMatch: ['${retention.container}/']
          }
          actions: {
            baseBlob: { delete: { daysAfterCreationGreaterThan: max(retention.days, 1) } }
          }
        }
      })
    }
  }
  dependsOn: [containers]
}

// Owner of blobs is what the Functions host asks for, for its leases and keys; into a table it writes what it found wrong with itself, and the app lists calls in another.
// Source: https://learn.microsoft.com/azure/azure-functions/functions-reference#connecting-to-host-storage-with-an-identity
resource appRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in [roleIds.storageBlobDataOwner, roleIds.storageQueueDataContributor, roleIds.storageTableDataContributor]: {
    name: guid(account.id, appPrincipalId, role)
    scope: account
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
      principalId: appPrincipalId
      principalType: 'ServicePrincipal'
    }
  }
]

resource operatorRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in operatorMayRead
    ? [roleIds.storageBlobDataContributor, roleIds.storageQueueDataContributor, roleIds.storageTableDataContributor]
    : []: {
    name: guid(account.id, operatorPrincipalId, role)
    scope: account
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
      principalId: operatorPrincipalId
    }
  }
]

// Reads and writes would be a line for each call; who deleted something is what is asked for later.
resource deletions 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'deletions'
  scope: blobs
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'StorageDelete', enabled: true }]
  }
}

output id string = account.id
output name string = account.name
output blobEndpoint string = account.properties.primaryEndpoints.blob
output queueEndpoint string = account.properties.primaryEndpoints.queue
output tableEndpoint string = account.properties.primaryEndpoints.table
