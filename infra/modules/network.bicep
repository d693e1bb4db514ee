// A network of our own: the app reaches storage, vault and OpenMemory in it, and nobody else does.
param name string
param location string
param tags object

@description('The addresses of the network, /24 or larger.')
param addressPrefix string

// The app's subnet takes all instances that there may be.
var subnets = {
  app: { prefix: cidrSubnet(addressPrefix, 26, 0), delegation: 'Microsoft.App/environments' }
  endpoints: { prefix: cidrSubnet(addressPrefix, 27, 2), delegation: '' }
  openMemory: { prefix: cidrSubnet(addressPrefix, 27, 3), delegation: 'Microsoft.App/environments' }
}
// All of them always: a network that is deployed without a subnet that somebody is still in is refused.
var subnetNames = ['app', 'endpoints', 'openMemory']

// The way out: to Application Insights, a server of embeddings. A new subnet has none by itself.
resource outwardAddress 'Microsoft.Network/publicIPAddresses@2025-05-01' = {
  name: '${name}-out'
  location: location
  tags: tags
  sku: { name: 'Standard' }
  properties: { publicIPAllocationMethod: 'Static' }
}

resource gateway 'Microsoft.Network/natGateways@2025-05-01' = {
  name: '${name}-out'
  location: location
  tags: tags
  sku: { name: 'Standard' }
  properties: {
    publicIpAddresses: [{ id: outwardAddress.id }]
  }
}

// Who may speak to OpenMemory: the app, and the platform.
resource openMemoryRules 'Microsoft.Network/networkSecurityGroups@2025-05-01' = {
  name: '${name}-openmemory'
  location: location
  tags: tags
  properties: {
    securityRules: [
      {
        name: 'app'
        properties: {
          priority: 100
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: subnets.app.prefix
          sourcePortRange: '*'
          destinationAddressPrefix: subnets.openMemory.prefix
          // Source of the ports: https://learn.microsoft.com/azure/container-apps/firewall-integration#inbound
          destinationPortRanges: ['443', '31443']
        }
      }
      {
        name: 'platform'
        properties: {
          priority: 110
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: 'AzureLoadBalancer'
          sourcePortRange: '*'
          destinationAddressPrefix: subnets.openMemory.prefix
          destinationPortRange: '30000-32767'
        }
      }
      {
        name: 'itself'
        properties: {
          priority: 120
          direction: 'Inbound'
          access: 'Allow'
          protocol: '*'
          sourceAddressPrefix: subnets.openMemory.prefix
          sourcePortRange: '*'
          destinationAddressPrefix: subnets.openMemory.prefix
          destinationPortRange: '*'
        }
      }
      {
        name: 'nobody-else'
        properties: {
          priority: 4000
          direction: 'Inbound'
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
    ]
  }
}

resource network 'Microsoft.Network/virtualNetworks@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: [addressPrefix] }
    subnets: map(subnetNames, subnet => {
      name: toLower(subnet)
      properties: {
        addressPrefix: subnets[subnet].prefix
        defaultOutboundAccess: false
        delegations: empty(subnets[subnet].delegation)
          ? []
          : [
              { name: 'delegation', properties: { serviceName: subnets[subnet].delegation } }
            ]
        natGateway: contains(['app', 'openMemory'], subnet) ? { id: gateway.id } : null
        // The share of OpenMemory answers in its subnet only.
        serviceEndpoints: subnet == 'openMemory' ? [{ service: 'Microsoft.Storage' }] : []
        networkSecurityGroup: subnet == 'openMemory' ? { id: openMemoryRules.id } : null
      }
    })
  }
}

output id string = network.id
output appSubnetId string = resourceId('Microsoft.Network/virtualNetworks/subnets', network.name, 'app')
output endpointSubnetId string = resourceId('Microsoft.Network/virtualNetworks/subnets', network.name, 'endpoints')
output openMemorySubnetId string = resourceId('Microsoft.Network/virtualNetworks/subnets', network.name, 'openmemory')
