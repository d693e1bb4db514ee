namespace Elaoms.FunctionsHost;

/// <summary>The worker's process ended while it was at work.</summary>
internal sealed class WorkerDiedException(int exitCode) : Exception($"The worker exited with code {exitCode}.");
