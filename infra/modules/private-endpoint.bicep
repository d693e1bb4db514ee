// One service of Azure, reached by an address of our network, under the name it has for everybody.
param name string
param location string
param tags object
param subnetId string

@description('The resource to connect to, and its sub-resource.')
param resourceId string
param part string

@description('The private DNS zone for the names of such resources.')
param zoneId string

resource endpoint 'Microsoft.Network/privateEndpoints@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    subnet: { id: subnetId }
    privateLinkServiceConnections: [
      {
        name: part
        properties: {
          privateLinkServiceId: resourceId
          groupIds: [part]
        }
      }
    ]
  }
}

resource addresses 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2025-05-01' = {
  parent: endpoint
  name: 'default'
  properties: {
    privateDnsZoneConfigs: [{ name: part, properties: { privateDnsZoneId: zoneId } }]
  }
}
