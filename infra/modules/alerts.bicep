// What somebody should look at, as docs/operations.md lists it under "Alerts worth having": each is a search over what the app itself measures.
param location string
param tags object

@description('The Log Analytics workspace that holds the telemetry.')
param workspaceId string

@description('Address that gets the mails. Empty: the alerts are visible in the portal only.')
param email string

@description('Hours without an accepted call before the alert "webhook silence" fires; 0 for never.')
param silenceHours int

@description('Different callers searched in a minute before the alert "many callers searched" fires.')
param searchedCallers int

@description('Whether there is an OpenMemory server, and an embeddings server.')
param hasOpenMemory bool
param hasEmbeddings bool

@description('Whether calls are compared with ElevenLabs every hour.')
param reconciles bool

// A window is longer than the time between two looks: telemetry arrives minutes late, and what came just before a look would be seen by none.
// Severity: 1 a call may be lost, 2 somebody notices, 3 worth a look by day.
var always = [
  {
    name: 'storage faults'
    severity: 1
    every: 'PT5M'
    window: 'PT15M'
    query: '''
      AppMetrics
      | where Name == "elaoms.postcall.received" and Properties["result"] == "not_stored"
      | summarize Deliveries = sum(Sum)
      | where Deliveries > 0
    '''
  }
  {
    name: 'failed calls'
    severity: 2
    every: 'PT15M'
    window: 'PT30M'
    query: '''
      AppMetrics
      | where Name == "elaoms.receipts.failed" or Name == "elaoms.queue.unreadable"
      | summarize arg_max(TimeGenerated, Sum) by Name
      | where Sum > 0
    '''
  }
  {
    name: 'calls wait'
    severity: 2
    every: 'PT15M'
    window: 'PT30M'
    query: '''
      AppMetrics
      | where Name == "elaoms.queue.age"
      | top 2 by TimeGenerated
      | summarize Shortest = min(Sum), Sweeps = count()
      | where Sweeps >= 2 and Shortest > 600
    '''
  }
  {
    name: 'slow start of calls'
    severity: 2
    every: 'PT10M'
    window: 'PT20M'
    query: '''
      AppDependencies
      | where Name == "recall" and Properties["elaoms.route"] == "client-data"
      | summarize P95 = percentile(DurationMs, 95)
      | where P95 > 300
    '''
  }
  {
    name: 'slow searches'
    severity: 2
    every: 'PT10M'
    window: 'PT20M'
    query: '''
      AppDependencies
      | where Name == "recall" and Properties["elaoms.route"] == "search-data"
      | summarize P95 = percentile(DurationMs, 95)
      | where P95 > 500
    '''
  }
  {
    name: 'missed deadlines'
    severity: 2
    every: 'PT10M'
    window: 'PT20M'
    query: '''
      AppMetrics
      | summarize Missed = sumif(Sum, Name == "elaoms.recall.faults" and Properties["reason"] == "deadline"), Requests = sumif(ItemCount, Name == "elaoms.recall.duration")
      | where Missed > 0.01 * Requests
    '''
  }
  {
    name: 'memory fails'
    severity: 1
    every: 'PT5M'
    window: 'PT15M'
    query: '''
      AppMetrics
      | where (Name == "elaoms.recall.faults" and Properties["reason"] == "fault") or (Name == "elaoms.engine.errors" and Properties["engine"] == "embedded")
      | summarize Faults = sum(Sum)
      | where Faults > 0
    '''
  }
  {
    name: 'many callers searched'
    severity: 1
    every: 'PT5M'
    window: 'PT15M'
    query: 'AppMetrics\n| where Name == "elaoms.search.callers"\n| summarize Callers = sum(Sum) by bin(TimeGenerated, 1m)\n| where Callers > ${searchedCallers}'
  }
  {
    name: 'nothing measured'
    severity: 1
    every: 'PT15M'
    window: 'PT30M'
    query: '''
      AppMetrics
      | summarize Sweeps = countif(Name == "elaoms.queue.length")
      | where Sweeps == 0
    '''
  }
]

func engineFails(engine string) string =>
  'AppMetrics\n| summarize Failed = sumif(Sum, Name == "elaoms.engine.errors" and Properties["engine"] == "${engine}"), Searches = sumif(ItemCount, Name == "elaoms.recall.duration" and Properties["route"] == "search-data")\n| where Failed > 0.05 * Searches'

var openMemory = hasOpenMemory
  ? [
      {
        name: 'OpenMemory fails'
        severity: 3
        every: 'PT15M'
        window: 'PT1H'
        query: engineFails('openmemory')
      }
    ]
  : []

var embeddings = hasEmbeddings
  ? [
      {
        name: 'embeddings fail'
        severity: 3
        every: 'PT15M'
        window: 'PT1H'
        query: engineFails('embeddings')
      }
    ]
  : []

// The first explains the second, and is found sooner.
var reconciliation = reconciles
  ? [
      {
        name: 'webhook switched off'
        severity: 1
        every: 'PT5M'
        window: 'PT2H'
        query: '''
          AppMetrics
          | where Name == "elaoms.reconcile.webhooks.off"
          | summarize arg_max(TimeGenerated, Sum)
          | where Sum > 0
        '''
      }
      {
        name: 'lost calls'
        severity: 2
        every: 'PT15M'
        window: 'PT2H'
        query: '''
          AppMetrics
          | summarize WebhooksOff = maxif(Sum, Name == "elaoms.reconcile.webhooks.off"), Recovered = sumif(Sum, Name == "elaoms.reconcile.recovered"), Lost = maxif(Sum, Name == "elaoms.reconcile.calls" and Properties["result"] == "lost"), Stuck = maxif(Sum, Name == "elaoms.reconcile.calls" and Properties["result"] == "stuck")
          | where Recovered > 0 or Lost > 0 or Stuck > 0
        '''
      }
      {
        name: 'not reconciled'
        severity: 3
        every: 'PT1H'
        window: 'PT3H'
        query: '''
          AppMetrics
          | summarize Runs = countif(Name == "elaoms.reconcile.calls")
          | where Runs == 0
        '''
      }
    ]
  : []

var rules = concat(always, openMemory, embeddings, reconciliation)

resource mail 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(email)) {
  name: 'elaoms'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'elaoms'
    enabled: true
    emailReceivers: [{ name: 'on call', emailAddress: email, useCommonAlertSchema: true }]
  }
}

resource alerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in rules: {
    name: 'elaoms ${rule.name}'
    location: location
    tags: tags
    properties: {
      displayName: 'ELAOMS: ${rule.name}'
      description: 'See "${rule.name}" in docs/operations.md, Alerts worth having.'
      severity: rule.severity
      enabled: true
      scopes: [workspaceId]
      evaluationFrequency: rule.every
      windowSize: rule.window
      criteria: {
        allOf: [
          {
            query: rule.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      autoMitigate: true
      // Before the first telemetry there is no table to look into.
      skipQueryValidation: true
      actions: { actionGroups: empty(email) ? [] : [mail.id] }
    }
  }
]

// Only where calls came the days before: a deployment that nobody calls is not silent. What was silent stays so until somebody has seen it.
resource silence 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: 'elaoms webhook silence'
  location: location
  tags: tags
  properties: {
    displayName: 'ELAOMS: webhook silence'
    description: 'See "webhook silence" in docs/operations.md, Alerts worth having.'
    severity: 1
    // Switched off and not left out: a rule that a later deployment leaves out stays.
    enabled: silenceHours > 0
    scopes: [workspaceId]
    evaluationFrequency: 'PT15M'
    windowSize: 'PT1H'
    overrideQueryTimeRange: 'P2D'
    criteria: {
      allOf: [
        {
          query: 'AppMetrics\n| where Name == "elaoms.postcall.received" and Properties["result"] == "accepted"\n| summarize Before = sumif(Sum, TimeGenerated < ago(${max(silenceHours, 1)}h)), Now = sumif(Sum, TimeGenerated >= ago(${max(silenceHours, 1)}h))\n| where Before > 0 and Now == 0'
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    autoMitigate: false
    muteActionsDuration: 'PT6H'
    skipQueryValidation: true
    actions: { actionGroups: empty(email) ? [] : [mail.id] }
  }
}
