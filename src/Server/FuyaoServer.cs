using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Fuyao.App;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fuyao.Server;

/// <summary>Hosting of the application: Kestrel, the order of middleware, the built web. No logic of the county's work.</summary>
public static class FuyaoServer
{
    /// <summary>Chinese first: the language of whoever does not say.</summary>
    private static readonly CultureInfo[] Languages = [CultureInfo.GetCultureInfo("zh-CN"), CultureInfo.GetCultureInfo("en")];

    /// <summary>
    /// A server ready to start. The system must have been prepared (<see cref="FuyaoApp.PrepareFuyaoAsync"/>)
    /// before it does; <see cref="ServeAsync"/> does both.
    /// </summary>
    /// <param name="configuration">All settings, already merged from file, environment and command line.</param>
    /// <param name="customise">What a test changes: the clock, the log.</param>
    public static WebApplication Create(IConfiguration configuration, Action<WebApplicationBuilder>? customise = null)
    {
        var settings = FuyaoSettings.Read(configuration);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestLimits.Small;
            if (settings.Server.Certificate.Length > 0)
            {
                var certificate = ReadCertificate(settings.Server);
                kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate);
            }
        });
        builder.WebHost.UseUrls(settings.Server.Urls.Split(';'));
        builder.Services.AddFuyaoLog();
        TelemetryExport.Add(builder.Services);
        builder.Services.AddRoutingCore();
        builder.Services.Configure<FormOptions>(form => form.MultipartBodyLengthLimit = RequestLimits.Upload(settings));
        builder.Services.AddResponseCompression(compression =>
            compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "application/problem+json", "image/svg+xml"]);
        builder.Services.AddRequestLocalization(localization =>
        {
            localization.DefaultRequestCulture = new RequestCulture(Languages[0]);
            localization.SupportedCultures = localization.SupportedUICultures = Languages;
            localization.RequestCultureProviders = [new AcceptLanguageHeaderRequestCultureProvider()];
        });
        builder.Services.AddFuyao(configuration);
        builder.Services.AddApiDocument();
        customise?.Invoke(builder);

        var app = builder.Build();
        app.UseProxyHeaders(settings);
        app.UseMiddleware<RequestLog>();
        app.UseMiddleware<SecurityHeaders>();
        app.UseRequestLocalization();
        app.UseMiddleware<Problems>();
        app.UseResponseCompression();
        app.UseMiddleware<RequestLimits>();
        app.UseBuiltWeb(settings);
        app.UseRouting();
        app.UseFuyao();
        app.MapHealth();
        app.MapFuyao();
        EndpointsOnce.Keep(app);
        // Called here, not left to the host's start, so that the endpoints are known to the API document and to tests.
        ((IApplicationBuilder)app).UseEndpoints(_ => { });
        return app;
    }

    private static X509Certificate2 ReadCertificate(ServerSettings server)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(server.Certificate, server.CertificateKey);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new ProblemException(400, new Problem("certificate-unusable", new LocalText(
                $"证书不能使用(Server:Certificate {server.Certificate},Server:CertificateKey {server.CertificateKey}):{e.Message} 两者须为 PEM 文件、彼此配对,运行服务的用户可以读取。",
                $"The certificate cannot be used (Server:Certificate {server.Certificate}, Server:CertificateKey {server.CertificateKey}): {e.Message} Both are PEM files that belong together and that the service's user may read.")));
        }
    }

    /// <summary>Prepares the system and serves until cancelled.</summary>
    /// <param name="configuration">As for <see cref="Create"/>.</param>
    /// <param name="started">Called with the addresses once requests are answered.</param>
    public static async Task ServeAsync(IConfiguration configuration, Action<IReadOnlyCollection<string>> started, CancellationToken ct)
    {
        // A start that fails says why once, to whoever started it; what the host would say of it is pages long.
        var serving = false;
        await using var app = Create(configuration, builder => builder.Logging.AddFilter("Microsoft.Extensions.Hosting", level => serving && level >= LogLevel.Warning));
        await app.Services.PrepareFuyaoAsync(ct);
        await app.StartAsync(ct);
        serving = true;
        started([.. app.Urls]);
        await Microsoft.Extensions.Hosting.HostingAbstractionsHostExtensions.WaitForShutdownAsync(app, ct);
    }
}
