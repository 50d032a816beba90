using System.Text.Json;
using Fuyao.App;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Fuyao.Server;

/// <summary>
/// Every refusal and every failure leaves as <c>application/problem+json</c> with a stable type, all problems at once, and
/// nothing about persons or the inside of the program.
/// </summary>
internal sealed class Problems(RequestDelegate next, IOptions<JsonOptions> json, ILogger<Problems> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            if (context.RequestAborted.IsCancellationRequested)
            {
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
                return;
            }

            var (status, problems) = Explain(exception);
            if (status >= 500)
            {
                // The message is left out: it may quote what a person typed.
                log.LogError("Unhandled {Exception} in {Route}: {Stack}", exception.GetType().FullName, RequestLog.Route(context), exception.StackTrace);
            }

            await WriteAsync(context, status, problems);
            return;
        }

        // 401, 404, 405, 415 … that routing and authorization leave without a body.
        if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null })
        {
            await WriteAsync(context, context.Response.StatusCode, [Plain(context.Response.StatusCode)]);
        }
    }

    private static (int Status, IReadOnlyList<Problem> Problems) Explain(Exception exception) => exception switch
    {
        ProblemException problem => (problem.Status, problem.Problems),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => (413, [Plain(413)]),
        BadHttpRequestException { InnerException: JsonException unreadable } => (400, [new Problem(
            "unreadable-json",
            new LocalText("请求内容不是可识别的 JSON,或含有未知字段、类型不符的值。", "The body is not the expected JSON: it has an unknown member or a value of another type."),
            unreadable.Path?.TrimStart('$', '.'))]),
        { } failed when NoText(failed) => (400, [Plain(400)]),
        BadHttpRequestException bad => (bad.StatusCode, [Plain(bad.StatusCode)]),
        _ when Outage.Is(exception) => (503, [Plain(503)]),
        _ => (500, [Plain(500)]),
    };

    // A character that PostgreSQL keeps in no text: U+0000. Nothing that a person types has it.
    private static bool NoText(Exception? exception) => exception is not null && (exception is PostgresException { SqlState: "22021" or "22P05" } || NoText(exception.InnerException));

    private static Problem Plain(int status) => status switch
    {
        400 => new("bad-request", new("请求格式不正确:参数缺失或类型不符。", "The request is malformed: a parameter is missing or has another type.")),
        401 => new("sign-in-required", new("请先登录。", "Sign in first.")),
        403 => new("forbidden", new("您没有执行此操作的权限。", "You may not do this.")),
        404 => new("not-found", new("没有找到,或不在您的管辖范围内。", "There is no such thing, or it is outside your area.")),
        405 => new("method", new("此地址不支持该操作。", "This address does not take that method.")),
        408 => new("timeout", new("请求传送超时,请重试。", "The request took too long to arrive. Try again.")),
        413 => new("too-large", new("内容过大,请拆分后再上传。", "The body is too large. Split it and send the parts.")),
        415 => new("media-type", new("不支持此内容类型。", "This content type is not taken here.")),
        429 => new("too-many", new("操作过于频繁,请稍后再试。", "Too many requests. Wait a little and try again.")),
        503 => new("unavailable", new("系统暂时无法处理,请稍后再试。", "The system cannot do this just now. Try again later.")),
        _ when status >= 500 => new("internal-error", new("系统内部错误,已记录。请稍后重试;若仍失败,请联系管理员。", "Something went wrong inside; it was recorded. Try again later, then tell the operator.")),
        _ => new("refused", new("请求未被接受。", "The request was refused.")),
    };

    private Task WriteAsync(HttpContext context, int status, IReadOnlyList<Problem> problems)
    {
        context.Response.Clear();
        context.Response.StatusCode = status;
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = "5";
        }

        return context.Response.WriteAsJsonAsync(ProblemDocument.Of(status, problems), json.Value.SerializerOptions, ProblemDocument.ContentType, context.RequestAborted);
    }
}
