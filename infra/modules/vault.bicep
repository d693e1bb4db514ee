// The keys. Each is made once, by the first deployment, and no later one writes over it: see onlyIfNotExists.
import { roleIds } from '../roles.bicep'

param name string
param location string
param tags object

@description('The identity of the app, which reads the keys.')
param appPrincipalId string

@description('The operator who may read and change the keys, to copy them to and from ElevenLabs.')
param operatorPrincipalId string

@description('The identity that may read the keys, to test the deployment.')
param deployerPrincipalId string

@description('Whether the vault is reachable from outside the network.')
param isPublic bool

@description('The Log Analytics workspace that records who reads and changes keys.')
param workspaceId string

@description('Whether a deployment may read keys from the vault, as that of OpenMemory does. Everybody who may deploy can then read all keys.')
param isReadByDeployments bool

@description('Name and value of each secret that is not in the vault yet.')
@secure()
param newSecrets object

@description('The names of those secrets, because Bicep loops cannot run over secure values.')
param secretNames string[]

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    // A lost CALLER_HASH_KEY orphans every caller: for 90 days nobody can get rid of it.
    enablePurgeProtection: true
    enabledForTemplateDeployment: isReadByDeployments
    publicNetworkAccess: isPublic ? 'Enabled' : 'Disabled'
    networkAcls: {
      // Only the deployment itself comes by this way.
      bypass: 'AzureServices'
      defaultAction: isPublic ? 'Allow' : 'Deny'
    }
  }
}

@onlyIfNotExists()
resource secrets 'Microsoft.KeyVault/vaults/secrets@2025-05-01' = [
  for secret in secretNames: {
    parent: vault
    name: secret
    properties: { value: newSecrets[secret] }
  }
]

resource reader 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, appPrincipalId, roleIds.keyVaultSecretsUser)
  scope: vault
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.keyVaultSecretsUser)
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource officer 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, operatorPrincipalId, roleIds.keyVaultSecretsOfficer)
  scope: vault
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.keyVaultSecretsOfficer)
    principalId: operatorPrincipalId
  }
}

resource deployerIsReader 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, deployerPrincipalId, roleIds.keyVaultSecretsUser)
  scope: vault
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.keyVaultSecretsUser)
    principalId: deployerPrincipalId
  }
}

resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'audit'
  scope: vault
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'AuditEvent', enabled: true }]
  }
}

output id string = vault.id
output name string = vault.name
output uri string = vault.properties.vaultUri
