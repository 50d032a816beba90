using System.Net;
using System.Text.Json;
using Fuyao.Kernel.Data;
using Fuyao.Testing;
using Shouldly;
using Xunit;

namespace Fuyao.Server.Tests;

public class HostingTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [EachEngine]
    public async Task A_started_server_is_live_and_ready(DbEngine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        (await server.Client().GetStringAsync("/health/live", Stop)).ShouldContain("live");
        (await server.Client().GetStringAsync("/health/ready", Stop)).ShouldContain("ready");
    }

    [Fact]
    public async Task Every_answer_forbids_inline_scripts_framing_and_type_guessing()
    {
        await using var server = await TestServer.StartAsync(DbEngine.Sqlite);
        foreach (var path in new[] { "/health/live", "/api/nothing-here" })
        {
            using var response = await server.Client().GetAsync(path, Stop);
            var policy = response.Headers.GetValues("Content-Security-Policy").Single();
            policy.ShouldContain("script-src 'self';");
            policy.ShouldContain("frame-ancestors 'none'");
            response.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
            response.Headers.Contains("Server").ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData("zh-CN", "请先登录")]
    [InlineData("en", "Sign in")]
    public async Task A_stranger_is_asked_to_sign_in_by_a_problem_document_in_his_language(string language, string words)
    {
        await using var server = await TestServer.StartAsync(DbEngine.Sqlite);
        using var response = await server.Client(language).GetAsync("/api/households", Stop);
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Stop));
        problem.RootElement.GetProperty("title").GetString().ShouldNotBeNull().ShouldContain(words);
        problem.RootElement.GetProperty("problems")[0].GetProperty("code").GetString().ShouldBe("sign-in-required");
    }
}
