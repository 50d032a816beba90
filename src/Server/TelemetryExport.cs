using Fuyao.App;
using Fuyao.Kernel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Fuyao.Server;

/// <summary>Sends traces and measurements to a collector when one is named; else nothing listens and nothing is made.</summary>
internal sealed class TelemetryExport(FuyaoSettings settings) : IHostedService
{
    /// <summary>Of the framework only what counts and never names: the runtime and the connections.</summary>
    private static readonly string[] Meters = [Telemetry.Name, "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel"];

    private TracerProvider? traces;
    private MeterProvider? measurements;

    public static void Add(IServiceCollection services) => services.AddHostedService<TelemetryExport>();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.Telemetry.Collector.Length > 0)
        {
            // Nothing about the machine: whose it is, is the collector's to know.
            var resource = ResourceBuilder.CreateEmpty().AddService("fuyao", serviceVersion: typeof(TelemetryExport).Assembly.GetName().Version!.ToString(3), autoGenerateServiceInstanceId: true);
            traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Telemetry.Name).AddOtlpExporter(Configure).Build();
            measurements = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Meters).AddOtlpExporter(Configure).Build();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        traces?.Dispose();
        measurements?.Dispose();
        return Task.CompletedTask;
    }

    private void Configure(OtlpExporterOptions otlp)
    {
        otlp.Endpoint = new Uri(settings.Telemetry.Collector);
        otlp.Protocol = settings.Telemetry.Protocol == "grpc" ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
    }
}
