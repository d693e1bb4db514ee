// ELAOMS in Azure, whole: `azd up`, or `az deployment sub create --location … --template-file infra/main.bicep`. docs/azure.md says what it makes and what each parameter is for.
targetScope = 'subscription'

@description('Name of the environment. The resource group is named rg-NAME; a hash of NAME is part of the other names.')
@minLength(1)
@maxLength(64)
param environmentName string

@description('The region. It must have Flex Consumption: az functionapp list-flexconsumption-locations.')
param location string

@description('Tags of every resource.')
param tags object = {}

@description('Object id of the person, group or application that may read and change the keys in Key Vault. Empty: the deploying identity. If another one is set, the deploying identity may only read the keys.')
param operatorPrincipalId string = ''

@description('Whether that operator may also read storage, for elaoms replay, erase and doctor. Storage holds what callers said.')
param operatorMayReadStorage bool = false

@description('Instances that are always ready for webhooks. With 0, the first call after a pause waits for an instance to start.')
@minValue(0)
param alwaysReadyHttp int = 1

@description('Instances that are always ready to learn calls.')
@minValue(0)
param alwaysReadyLearning int = 0

@description('Memory of an instance, in MB. Together with maxPayloadBytes it determines how many webhooks an instance answers at a time.')
@allowed([2048, 4096])
param instanceMemoryMB int = 2048

@description('Maximum number of instances, for the webhooks and for learning each.')
@minValue(1)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('The largest post-call payload, in bytes. Recordings are larger than calls.')
@minValue(1048576)
@maxValue(209715200)
param maxPayloadBytes int = 26214400

@description('Whether post-call gets an app of its own, so that a flood of deliveries does not slow down the start of calls.')
param postCallApp bool = false

@description('Whether the app is spread over the availability zones of the region, if it has zones.')
param zoneRedundant bool = false

@description('Redundancy of the storage account. Choose it before the first deployment: later, Azure has to convert the account.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GZRS', 'Standard_RAGZRS', 'Standard_GRS', 'Standard_RAGRS'])
param storageSku string = 'Standard_ZRS'

@description('Days after which an archived payload is deleted; 0 keeps it. What was learned from it stays.')
@minValue(0)
param payloadRetentionDays int = 365

@description('Days after which a recording is deleted, together with its payload; 0 keeps it.')
@minValue(0)
param recordingRetentionDays int = 30

@description('Days for which a deleted or replaced blob can be restored; 0 for none. For that time an erased caller can be restored too.')
@minValue(0)
@maxValue(365)
param deletedBlobRetentionDays int = 7

@description('Days for which telemetry is kept. It holds no phone number and nothing that a caller said.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Maximum telemetry per day, in gigabytes; the rest of the day is dropped. -1 for no limit.')
param logDailyQuotaGb int = -1

@description('Address that gets a mail when an alert fires. Empty: nobody.')
param alertEmail string = ''

@description('Hours without an accepted call before an alert fires, if the day before had calls; 0 for no alert.')
@minValue(0)
@maxValue(24)
param alertSilenceHours int = 24

@description('Different callers searched in one minute before an alert fires. Choose more than speak with the agents at the same time.')
@minValue(1)
param alertSearchedCallers int = 300

@description('Whether storage and vault are reachable only inside a private network. The webhooks stay public, because ElevenLabs must reach them.')
param privateNetwork bool = false

@description('The addresses of that network, /24 or larger.')
param networkAddressPrefix string = '10.60.0.0/24'

@description('ElevenLabs regions that call the app, separated by commas: us, eu, asia, eu-residency, in-residency, sg-residency. If set, only their addresses and operatorAddressRanges reach the app. Empty: all addresses do.')
param elevenLabsRegions string = ''

@description('With elevenLabsRegions: address ranges from which operators run smoke and doctor, such as 203.0.113.7/32, separated by commas.')
param operatorAddressRanges string = ''

@description('Whether OpenMemory searches beside our own index: no (none), an existing server (url), or a server that this template deploys (deploy).')
@allowed(['none', 'url', 'deploy'])
param openMemory string = 'none'

@description('With openMemory = url: the server\'s address. Put its key into the vault as openmemory-key.')
param openMemoryUrl string = ''

@description('With openMemory = deploy: the image, pinned by its digest. Leave it empty the first time: that creates the registry to push the image to.')
param openMemoryImage string = ''

@description('Server with OpenAI\'s embeddings API. It receives what callers said. Empty: none. Put its key into the vault as embeddings-key.')
param embeddingsUrl string = ''

@description('Whether the app compares its calls with ElevenLabs every hour and fetches lost ones. First put an API key that may only read conversations into the vault as elevenlabs-read-key.')
param reconcile bool = false

@description('Whether the app has the operator API. First put its keys into the vault as operator-keys.')
param operatorApi bool = false

@description('Further settings of the app, by their names in docs/reference.md.')
param appSettings object = {}

@description('Randomness for the keys that are not in the vault yet. Do not set it: azd provides better randomness than this default.')
@secure()
param randomness string = '${newGuid()}${newGuid()}'

var serviceName = 'elaoms'
var vaultName = 'kv-elaoms-${token}'
var token = uniqueString(subscription().id, environmentName, location)
var allTags = union(tags, { 'azd-env-name': environmentName })

var operator = empty(operatorPrincipalId) ? deployer().objectId : operatorPrincipalId

var hasOpenMemory = openMemory != 'none'
var deploysOpenMemory = openMemory == 'deploy'
var hasEmbeddings = !empty(embeddingsUrl)
var hasNetwork = privateNetwork || deploysOpenMemory

// Keys are parts of the randomness that tell nothing of each other: hashes of it under the name of each.
func keyOf(name string, source string) string => '${guid(source, name, 'first')}${guid(source, name, 'second')}'

// The host reads a body whose length is announced as text before it asks the app: at most six times its size, measured with what is not collected yet.
// Two times more are for what is on its way through the app, 640 MB for host and app. The factors are those of docs/security.md.
func requestsAtATime(memoryMB int, bodyBytes int) int => min(32, (memoryMB - 640) / (8 * (bodyBytes / 1048576)))

// A setting that is a secret lies in the vault under the same name, written as vaults want it.
func secretOf(setting string) string => toLower(replace(setting, '_', '-'))

var secretSettings = concat(
  ['ELEVENLABS_POST_CALL_KEY', 'ELEVENLABS_CLIENT_DATA_KEY', 'ELEVENLABS_SEARCH_DATA_KEY', 'CALLER_HASH_KEY'],
  hasOpenMemory ? ['OPENMEMORY_KEY'] : [],
  hasEmbeddings ? ['EMBEDDINGS_KEY'] : []
)

// What the host takes beside the largest body, so that the app itself refuses what is a little larger.
var bodyMarginBytes = 1048576
var deliveryBytes = maxPayloadBytes + bodyMarginBytes
// Questions are 1 MB at most.
var bodyBytes = postCallApp ? 2 * bodyMarginBytes : deliveryBytes
var deliveriesAtATime = requestsAtATime(instanceMemoryMB, deliveryBytes) < 1
  ? fail('maxPayloadBytes does not fit into an instance: choose less, or more instanceMemoryMB')
  : requestsAtATime(instanceMemoryMB, deliveryBytes)

// One instance is in one zone. Source: https://learn.microsoft.com/azure/azure-functions/functions-zone-redundancy
var leastInZones = zoneRedundant ? 2 : 0

// All customers of ElevenLabs share them, so they prove nothing.
// Source: https://elevenlabs.io/docs/eleven-agents/workflows/post-call-webhooks#ip-whitelisting (2026-11-22)
var elevenLabsAddresses = {
  us: ['34.67.146.145', '34.59.11.47']
  eu: ['35.204.38.71', '34.147.113.54']
  asia: ['35.185.187.110', '35.247.157.189']
  'eu-residency': ['34.77.234.246', '34.140.184.144']
  'in-residency': ['34.93.26.174', '34.93.252.69']
  'sg-residency': ['34.87.23.17', '34.126.179.103']
}
func listOf(text string) string[] => filter(map(split(text, ','), part => trim(part)), part => !empty(part))

var elevenLabsRanges = flatten(map(
  listOf(elevenLabsRegions),
  region =>
    contains(elevenLabsAddresses, region)
      ? map(elevenLabsAddresses[region], address => '${address}/32')
      : fail('elevenLabsRegions may contain only us, eu, asia, eu-residency, in-residency and sg-residency')
))
var allowedRanges = empty(elevenLabsRanges) ? [] : concat(elevenLabsRanges, listOf(operatorAddressRanges))

resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: allTags
}

module identity 'modules/identity.bicep' = {
  scope: group
  params: {
    name: 'id-elaoms-${token}'
    location: location
    tags: allTags
  }
}

// One for each app, so that neither writes the package of the other.
var packageNames = postCallApp ? ['packages', 'packages-post-call'] : ['packages']

module packageIdentities 'modules/identity.bicep' = [
  for package in packageNames: {
    scope: group
    params: {
      name: 'id-elaoms-${package}-${token}'
      location: location
      tags: allTags
    }
  }
]

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: {
    workspaceName: 'log-elaoms-${token}'
    componentName: 'appi-elaoms-${token}'
    location: location
    tags: allTags
    senderPrincipalId: identity.outputs.principalId
    retentionDays: logRetentionDays
    dailyQuotaGb: logDailyQuotaGb
  }
}

module network 'modules/network.bicep' = if (hasNetwork) {
  scope: group
  params: {
    name: 'vnet-elaoms-${token}'
    location: location
    tags: allTags
    addressPrefix: networkAddressPrefix
  }
}

module storage 'modules/storage.bicep' = {
  scope: group
  params: {
    name: 'stelaoms${token}'
    location: location
    tags: allTags
    skuName: storageSku
    appPrincipalId: identity.outputs.principalId
    operatorPrincipalId: operator
    operatorMayRead: operatorMayReadStorage
    isPublic: !privateNetwork
    payloadRetentionDays: payloadRetentionDays
    recordingRetentionDays: recordingRetentionDays
    deletedBlobRetentionDays: deletedBlobRetentionDays
    workspaceId: monitoring.outputs.workspaceId
  }
}

module packages 'modules/packages.bicep' = {
  scope: group
  params: {
    name: 'stelaomspkg${token}'
    location: location
    tags: allTags
    skuName: storageSku
    isPublic: !privateNetwork
    containerNames: packageNames
    writerPrincipalIds: [for (package, i) in packageNames: packageIdentities[i].outputs.principalId]
    workspaceId: monitoring.outputs.workspaceId
  }
}

module vault 'modules/vault.bicep' = {
  scope: group
  params: {
    name: vaultName
    location: location
    tags: allTags
    appPrincipalId: identity.outputs.principalId
    operatorPrincipalId: operator
    deployerPrincipalId: deployer().objectId
    isPublic: !privateNetwork
    workspaceId: monitoring.outputs.workspaceId
    isReadByDeployments: deploysOpenMemory
    newSecrets: toObject(secretSettings, setting => secretOf(setting), setting => keyOf(setting, randomness))
    secretNames: map(secretSettings, setting => secretOf(setting))
  }
}

var storageParts = ['blob', 'queue', 'table']
// The last is a fixed name, and not the cloud's suffix. Source: https://learn.microsoft.com/azure/private-link/private-endpoint-dns
var privateZoneNames = concat(
  map(storageParts, part => 'privatelink.${part}.${environment().suffixes.storage}'),
  ['privatelink.vaultcore.azure.net']
)

module privateZones 'modules/private-zone.bicep' = [
  for zone in privateNetwork ? privateZoneNames : []: {
    scope: group
    params: {
      name: zone
      tags: allTags
      networkId: network!.outputs.id
    }
  }
]

module privateStorage 'modules/private-endpoint.bicep' = [
  for (part, i) in privateNetwork ? storageParts : []: {
    scope: group
    params: {
      name: 'pe-elaoms-${part}-${token}'
      location: location
      tags: allTags
      subnetId: network!.outputs.endpointSubnetId
      resourceId: storage.outputs.id
      part: part
      zoneId: privateZones[i].outputs.id
    }
  }
]

module privatePackages 'modules/private-endpoint.bicep' = if (privateNetwork) {
  scope: group
  params: {
    name: 'pe-elaoms-packages-${token}'
    location: location
    tags: allTags
    subnetId: network!.outputs.endpointSubnetId
    resourceId: packages.outputs.id
    part: 'blob'
    zoneId: privateZones[0].outputs.id
  }
}

module privateVault 'modules/private-endpoint.bicep' = if (privateNetwork) {
  scope: group
  params: {
    name: 'pe-elaoms-vault-${token}'
    location: location
    tags: allTags
    subnetId: network!.outputs.endpointSubnetId
    resourceId: vault.outputs.id
    part: 'vault'
    zoneId: privateZones[3].outputs.id
  }
}

// Once it is there; a name that is known before is what a reference to a secret asks for.
resource filledVault 'Microsoft.KeyVault/vaults@2025-05-01' existing = {
  scope: group
  name: vaultName
}

module memory 'modules/openmemory.bicep' = if (deploysOpenMemory) {
  scope: group
  params: {
    token: token
    location: location
    tags: allTags
    networkId: network!.outputs.id
    subnetId: network!.outputs.openMemorySubnetId
    workspaceId: monitoring.outputs.workspaceId
    image: openMemoryImage
    key: filledVault.getSecret('openmemory-key')
  }
  dependsOn: [vault]
}

var plainSettings = {
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identity.outputs.clientId
  AzureWebJobsStorage__blobServiceUri: storage.outputs.blobEndpoint
  AzureWebJobsStorage__queueServiceUri: storage.outputs.queueEndpoint
  AzureWebJobsStorage__tableServiceUri: storage.outputs.tableEndpoint
  AzureWebJobsDisableHomepage: 'true'
  MAX_PAYLOAD_BYTES: string(maxPayloadBytes)
  APPLICATIONINSIGHTS_CONNECTION_STRING: monitoring.outputs.connectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.outputs.clientId};Authorization=AAD'
}
// Nobody can make these up. Until they are there, nothing is asked with a wrong one, and nobody is let in.
var givenSecretSettings = concat(reconcile ? ['ELEVENLABS_READ_KEY'] : [], operatorApi ? ['OPERATOR_KEYS'] : [])
var secretReferences = toObject(
  concat(secretSettings, givenSecretSettings),
  setting => setting,
  setting => '@Microsoft.KeyVault(SecretUri=${vault.outputs.uri}secrets/${secretOf(setting)})'
)
var givenOpenMemory = openMemory == 'url' && empty(openMemoryUrl)
  ? fail('openMemory is url, so openMemoryUrl must be set to the address of the server')
  : openMemoryUrl
var openMemorySettings = hasOpenMemory
  ? { OPENMEMORY_PORT: deploysOpenMemory ? memory!.outputs.url : givenOpenMemory }
  : {}
var embeddingsSettings = hasEmbeddings ? { EMBEDDINGS_URL: embeddingsUrl } : {}

// What both apps share. Each function runs in one of them.
var commonSettings = union(plainSettings, secretReferences, openMemorySettings, embeddingsSettings, appSettings)
var postCallFunctions = ['PostCall']
var operatorFunctions = [
  'Callers'
  'FindCaller'
  'ShowCaller'
  'SearchCaller'
  'ChangeCaller'
  'CallsOfCaller'
  'CallOfCaller'
  'ExportCaller'
  'EraseCaller'
  'Job'
  'JobFile'
  'Calls'
  'ReplayCall'
  'DismissCall'
  'Days'
  'Audit'
  'Console'
]
var otherFunctions = concat(
  ['ClientData', 'SearchData', 'LearnFromCall', 'PoisonedCall', 'Sweep', 'Reconcile'],
  operatorFunctions
)
func disabled(functions string[]) object => toObject(functions, name => 'AzureWebJobs.${name}.Disabled', name => 'true')

module functions 'modules/functions.bicep' = {
  scope: group
  params: {
    planName: 'plan-elaoms-${token}'
    appName: 'func-elaoms-${token}'
    location: location
    tags: allTags
    serviceName: serviceName
    identityId: identity.outputs.id
    packageIdentityId: packageIdentities[0].outputs.id
    packageContainerUrl: packages.outputs.containerUrls[0]
    subnetId: hasNetwork ? network!.outputs.appSubnetId : ''
    instanceMemoryMB: instanceMemoryMB
    requestsAtATime: postCallApp ? requestsAtATime(instanceMemoryMB, bodyBytes) : deliveriesAtATime
    bodyBytes: bodyBytes
    maximumInstanceCount: maximumInstanceCount
    zoneRedundant: zoneRedundant
    allowedRanges: allowedRanges
    alwaysReady: filter(
      [
        { name: 'http', instanceCount: alwaysReadyHttp > 0 ? max(alwaysReadyHttp, leastInZones) : 0 }
        {
          name: 'function:LearnFromCall'
          instanceCount: alwaysReadyLearning > 0 ? max(alwaysReadyLearning, leastInZones) : 0
        }
      ],
      kept => kept.instanceCount > 0
    )
    settings: union(commonSettings, postCallApp ? disabled(postCallFunctions) : {})
  }
  dependsOn: [privateStorage, privatePackages, privateVault]
}

// Deliveries can wait for a start, so none of its instances is always ready.
module postCall 'modules/functions.bicep' = if (postCallApp) {
  scope: group
  params: {
    planName: 'plan-elaoms-pc-${token}'
    appName: 'func-elaoms-pc-${token}'
    location: location
    tags: allTags
    serviceName: '${serviceName}-post-call'
    identityId: identity.outputs.id
    packageIdentityId: packageIdentities[1].outputs.id
    packageContainerUrl: packages.outputs.containerUrls[1]
    subnetId: hasNetwork ? network!.outputs.appSubnetId : ''
    instanceMemoryMB: instanceMemoryMB
    requestsAtATime: deliveriesAtATime
    bodyBytes: deliveryBytes
    maximumInstanceCount: maximumInstanceCount
    zoneRedundant: zoneRedundant
    allowedRanges: allowedRanges
    alwaysReady: []
    settings: union(commonSettings, disabled(otherFunctions))
  }
  dependsOn: [privateStorage, privatePackages, privateVault]
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  params: {
    location: location
    tags: allTags
    workspaceId: monitoring.outputs.workspaceId
    email: alertEmail
    silenceHours: alertSilenceHours
    searchedCallers: alertSearchedCallers
    hasOpenMemory: hasOpenMemory
    hasEmbeddings: hasEmbeddings
    reconciles: reconcile
  }
}

output AZURE_LOCATION string = location
output AZURE_RESOURCE_GROUP string = group.name
output AZURE_KEY_VAULT_NAME string = vault.outputs.name
output AZURE_STORAGE_ACCOUNT string = storage.outputs.name
output FUNCTION_APP_NAME string = functions.outputs.name
output SERVICE_URL string = functions.outputs.url
output CLIENT_DATA_URL string = '${functions.outputs.url}/webhook/client-data'
output SEARCH_DATA_URL string = '${functions.outputs.url}/webhook/search-data'
output POST_CALL_URL string = '${postCallApp ? postCall!.outputs.url : functions.outputs.url}/webhook/post-call'
output OPENMEMORY_REGISTRY string = deploysOpenMemory ? memory!.outputs.registry : ''
output SHOW_A_KEY string = 'az keyvault secret show --vault-name ${vault.outputs.name} --query value --output tsv --name elevenlabs-client-data-key'
