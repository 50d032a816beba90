using Fuyao.Access.Contracts;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Access.Writes;

internal sealed record WriteMetadata(string Action);

/// <summary>Makes a route one write; see <see cref="Endpoints.WithWrite"/>.</summary>
internal sealed class WriteFilter(string action, bool deferred) : IEndpointFilter
{
    private const int MaxKeyLength = 100;

    private static readonly string[] StoredHeaders = ["Content-Type", "Location", "ETag", "Content-Disposition"];

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var key = Key(http);
        var write = http.RequestServices.GetRequiredService<WriteSession>();
        var answers = http.RequestServices.GetRequiredService<StoredAnswers>();
        var request = http.Features.Get<HashedBody>() ?? throw new InvalidOperationException("UseAccess is missing before the endpoints.");
        var ct = http.RequestAborted;
        Answer answer;
        write.OnBegun = async ct2 =>
        {
            if (await answers.ClaimAsync(key, action, ct2) is var (hash, earlier))
            {
                throw new AnsweredBefore(hash, earlier);
            }
        };
        try
        {
            if (!deferred)
            {
                await write.BeginAsync(ct);
            }

            answer = await AnswerAsync(http, context, next);
            if (answer.Status < 400)
            {
                if (!write.IsOpen)
                {
                    throw new InvalidOperationException($"{action}: a deferred write must call WriteSession.BeginAsync.");
                }

                var hash = await request.CompleteAsync(ct);
                await write.CommitAsync(action, ct, () => answers.StoreAsync(key, hash, answer, ct));
            }
        }
        catch (AnsweredBefore before)
        {
            await write.EndAsync();
            if (!(await request.CompleteAsync(ct)).AsSpan().SequenceEqual(before.RequestHash))
            {
                throw new ProblemException(422, new Problem("idempotency-key-reused", new LocalText(
                    "此 Idempotency-Key 已用于另一个内容不同的请求。新的请求请换新的键。",
                    "This Idempotency-Key was already used for a request with other content. Use a new key for a new request."), "Idempotency-Key"));
            }

            answer = before.Answer;
            http.Response.Headers["Idempotency-Replayed"] = "true";
        }
        finally
        {
            write.OnBegun = null;
            await write.EndAsync();
        }

        http.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            http.Response.Headers[name] = value;
        }

        if (answer.Body.Length > 0)
        {
            http.Response.ContentLength = answer.Body.Length;
            await http.Response.Body.WriteAsync(answer.Body, ct);
        }

        return Results.Empty;
    }

    private static string Key(HttpContext http)
    {
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        return key.Length is > 0 and <= MaxKeyLength && key.All(c => c is > ' ' and < '\x7f')
            ? key
            : throw new ProblemException(400, new Problem("idempotency-key-missing", new LocalText(
                "写操作须带 Idempotency-Key 请求头:每个操作一个新的随机标识(如 UUID),重试时不变。",
                "A write needs the header Idempotency-Key: a new random id (such as a UUID) for each operation, the same one when it is repeated."),
                "Idempotency-Key"));
    }

    /// <summary>Runs the handler and its result into memory: nothing reaches the client before the commit.</summary>
    private static async Task<Answer> AnswerAsync(HttpContext http, EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var client = http.Response.Body;
        using var buffer = new MemoryStream();
        http.Response.Body = buffer;
        try
        {
            var result = await next(context) switch
            {
                IResult r => r,
                null => Results.Empty,
                string text => Results.Text(text),
                var value => Results.Json(value),
            };
            await result.ExecuteAsync(http);
            await http.Response.Body.FlushAsync(http.RequestAborted);
        }
        finally
        {
            http.Response.Body = client;
        }

        http.Response.ContentLength = null;
        var headers = StoredHeaders
            .Where(h => http.Response.Headers.ContainsKey(h))
            .ToDictionary(h => h, h => http.Response.Headers[h].ToString());
        return new Answer(http.Response.StatusCode, headers, buffer.ToArray());
    }

    private sealed class AnsweredBefore(byte[] requestHash, Answer answer) : Exception
    {
        public byte[] RequestHash => requestHash;

        public Answer Answer => answer;
    }
}
