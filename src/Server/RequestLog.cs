using System.Diagnostics;
using Fuyao.Kernel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Fuyao.Server;

/// <summary>
/// One structured line a request: method, route pattern, status, time. Never the path or the query itself, which hold ids and
/// searched names.
/// </summary>
internal sealed class RequestLog(RequestDelegate next, ILogger<RequestLog> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var began = Stopwatch.GetTimestamp();
        using var activity = Telemetry.Source.StartActivity("request", ActivityKind.Server);
        try
        {
            await next(context);
        }
        finally
        {
            Measure(context, activity, Stopwatch.GetElapsedTime(began));
            if (context.Response.StatusCode >= 500 || log.IsEnabled(LogLevel.Debug) || context.Request.Path.StartsWithSegments("/api"))
            {
                log.LogInformation(
                    "{Method} {Route} {Status} {Milliseconds} ms",
                    context.Request.Method,
                    Route(context),
                    context.Response.StatusCode,
                    (long)Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
        }
    }

    // The route's pattern only: a path holds ids, a query searched names.
    private static void Measure(HttpContext context, Activity? activity, TimeSpan took)
    {
        var tags = new TagList
        {
            { "http.request.method", HttpMethods.GetCanonicalizedValue(context.Request.Method) },
            { "http.route", Route(context) },
            { "http.response.status_code", context.Response.StatusCode },
        };
        Telemetry.Requests.Record(took.TotalSeconds, tags);
        if (activity is not null)
        {
            activity.DisplayName = $"{tags[0].Value} {tags[1].Value}";
            foreach (var tag in tags)
            {
                activity.SetTag(tag.Key, tag.Value);
            }

            activity.SetStatus(context.Response.StatusCode >= 500 ? ActivityStatusCode.Error : ActivityStatusCode.Unset);
        }
    }

    public static string Route(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";
}

/// <summary>Logs are JSON lines on standard error; the framework's own request lines, which quote the query, are switched off.</summary>
internal static class FuyaoLog
{
    public static IServiceCollection AddFuyaoLog(this IServiceCollection services) => services.AddLogging(logging => logging
        .AddJsonConsole(json =>
        {
            json.UseUtcTimestamp = true;
            json.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
        })
        .SetMinimumLevel(LogLevel.Information)
        .AddFilter("Microsoft", LogLevel.Warning)
        .AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Error)
        // A failed statement reaches the log as the failure of its request; here it would only be said twice.
        .AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.None)
        .AddFilter("System", LogLevel.Warning)
        .Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
}
