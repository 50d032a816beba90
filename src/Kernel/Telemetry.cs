using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Fuyao.Kernel;

/// <summary>
/// The one source of traces and of measurements, both named <c>Fuyao</c>. Their tags come from short fixed lists – route patterns,
/// kinds, states – and never hold an id, a name, a number, a path or a searched word. Without a listener they cost nothing.
/// </summary>
public static class Telemetry
{
    public const string Name = "Fuyao";

    public static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    /// <summary>Seconds of a request, by method, route pattern and status.</summary>
    public static readonly Histogram<double> Requests = Meter.CreateHistogram<double>("http.server.request.duration", "s", "Duration of requests");

    /// <summary>Seconds of a job, by kind and final state.</summary>
    public static readonly Histogram<double> Jobs = Meter.CreateHistogram<double>("fuyao.job.duration", "s", "Duration of jobs");

    /// <summary>Seconds for which a write kept the turn to write, by action; on SQLite everybody else who writes waits for it.</summary>
    public static readonly Histogram<double> Writes = Meter.CreateHistogram<double>("fuyao.write.duration", "s", "Duration of writes");
}
