// Where telemetry goes. Nobody writes with a key: whoever sends has to be an identity with a role.
import { roleIds } from '../roles.bicep'

param workspaceName string
param componentName string
param location string
param tags object

@description('The identity of the app, which may send telemetry.')
param senderPrincipalId string

@description('Days for which logs, traces and metrics are kept.')
param retentionDays int

@description('Maximum telemetry per day, in gigabytes; the rest of the day is dropped. -1 for no limit.')
param dailyQuotaGb int

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' = {
  name: workspaceName
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: retentionDays
    workspaceCapping: { dailyQuotaGb: dailyQuotaGb }
    features: {
      disableLocalAuth: true
      enableLogAccessUsingOnlyResourcePermissions: true
    }
  }
}

resource component 'Microsoft.Insights/components@2020-02-02' = {
  name: componentName
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    DisableLocalAuth: true
  }
}

resource sender 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(component.id, senderPrincipalId, roleIds.monitoringMetricsPublisher)
  scope: component
  properties: {
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roleIds.monitoringMetricsPublisher
    )
    principalId: senderPrincipalId
    principalType: 'ServicePrincipal'
  }
}

output workspaceId string = workspace.id
@description('The address to send telemetry to. It is not a secret, because keys are switched off.')
output connectionString string = component.properties.ConnectionString
