// Names that are looked up within our network only.
param name string
param tags object
param networkId string

@description('IP address of all names in the zone. Empty: private endpoints write the names.')
param wildcardAddress string = ''

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: name
  location: 'global'
  tags: tags
}

resource link 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = {
  parent: zone
  name: 'elaoms'
  location: 'global'
  tags: tags
  properties: {
    registrationEnabled: false
    // Services of others that are private elsewhere are looked up as everybody does.
    resolutionPolicy: empty(wildcardAddress) ? 'NxDomainRedirect' : 'Default'
    virtualNetwork: { id: networkId }
  }
}

resource address 'Microsoft.Network/privateDnsZones/A@2024-06-01' = if (!empty(wildcardAddress)) {
  parent: zone
  name: '*'
  properties: {
    ttl: 3600
    aRecords: [{ ipv4Address: wildcardAddress }]
  }
}

output id string = zone.id
