// Reads queries of Log Analytics as JSON, {"name": "query"}, and answers with what is wrong with each, {"name": ["message"]}. By the language service of Azure's own portal.
require("@kusto/language-service-next/bridge.min.js");
require("@kusto/language-service-next/Kusto.Language.Bridge.min.js");
const { GlobalState, KustoCode, Symbols } = Kusto.Language;

// The columns of these tables that may be used. Source: https://learn.microsoft.com/azure/azure-monitor/reference/tables/appmetrics and …/appdependencies
const tables = {
  AppMetrics: "(TimeGenerated: datetime, Name: string, Sum: real, Min: real, Max: real, ItemCount: int, Properties: dynamic)",
  AppDependencies: "(TimeGenerated: datetime, Name: string, DurationMs: real, ItemCount: int, Success: bool, Properties: dynamic)",
};
const database = new Symbols.DatabaseSymbol.ctor("workspace", Object.entries(tables).map(([name, columns]) => Symbols.TableSymbol.From(columns).WithName(name)));
const globals = GlobalState.Default.WithDatabase(database);

function faultsOf(query) {
  const faults = KustoCode.ParseAndAnalyze(query, globals).GetDiagnostics();
  return Array.from({ length: faults.Count }, (_, index) => faults.getItem(index).Message);
}

let input = "";
process.stdin.on("data", (piece) => (input += piece));
process.stdin.on("end", () => {
  const queries = Object.entries(JSON.parse(input));
  process.stdout.write(JSON.stringify(Object.fromEntries(queries.map(([name, query]) => [name, faultsOf(query)]))));
});
