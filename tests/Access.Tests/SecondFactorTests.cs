using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Access.Identity;
using Fuyao.Kernel.Data;
using Fuyao.Testing;
using Shouldly;
using Xunit;

namespace Fuyao.Access.Tests;

public sealed class SecondFactorTests
{
    [Theory, EachEngine]
    public async Task With_an_authenticator_app_the_password_alone_opens_nothing_and_no_code_works_twice(DbEngine engine)
    {
        var clock = new TestClock(TimeProvider.System.GetUtcNow());
        await using var host = await AccessHost.StartAsync(engine, clock: clock);
        using var clerk = await host.SignInAsync(Roles.CountyClerk);
        var (secret, paper) = await EnrolAsync(clerk, clock);
        paper.Count.ShouldBe(10);

        clock.Advance(TimeSpan.FromSeconds(30));
        var code = Code(secret, clock);
        using var again = host.Visit();
        var ticket = await TicketAsync(again, clerk.User!.UserName);
        (await again.GetAsync("/wells")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await again.SecondAsync(new { ticket, code = "000000" })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await again.SecondAsync(new { ticket, code })).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await again.GetAsync("/wells")).StatusCode.ShouldBe(HttpStatusCode.OK);

        using var thief = host.Visit();
        (await thief.SecondAsync(new { ticket, code })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await thief.SecondAsync(new { ticket = await TicketAsync(thief, clerk.User.UserName), code })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        // The code before it is as dead, although its half minute is still within the tolerance.
        (await thief.SecondAsync(new { ticket = await TicketAsync(thief, clerk.User.UserName), code = Code(secret, clock, -1) })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        clock.Advance(TimeSpan.FromSeconds(30));
        (await thief.SecondAsync(new { ticket = await TicketAsync(thief, clerk.User.UserName), recovery_code = paper[3].ToUpperInvariant() })).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await thief.SecondAsync(new { ticket = await TicketAsync(thief, clerk.User.UserName), recovery_code = paper[3] })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory, EachEngine]
    public async Task Of_four_sign_ins_with_one_code_at_the_same_moment_one_succeeds(DbEngine engine)
    {
        var clock = new TestClock(TimeProvider.System.GetUtcNow());
        await using var host = await AccessHost.StartAsync(engine, clock: clock);
        using var clerk = await host.SignInAsync(Roles.CountyClerk);
        var (secret, _) = await EnrolAsync(clerk, clock);
        clock.Advance(TimeSpan.FromMinutes(1));
        using var browser = host.Visit();
        var tickets = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            tickets.Add(await TicketAsync(browser, clerk.User!.UserName));
        }

        var answers = await Task.WhenAll(tickets.Select(ticket => browser.Http.PostAsJsonAsync("/api/session/second", new { ticket, code = Code(secret, clock) })));
        answers.Count(a => a.IsSuccessStatusCode).ShouldBe(1);
    }

    [Theory, EachEngine]
    public async Task The_password_buys_no_more_than_five_guesses_at_the_code(DbEngine engine)
    {
        var clock = new TestClock(TimeProvider.System.GetUtcNow());
        await using var host = await AccessHost.StartAsync(engine, clock: clock);
        using var clerk = await host.SignInAsync(Roles.CountyClerk);
        await EnrolAsync(clerk, clock);
        using var thief = host.Visit();
        var guesses = 0;
        HttpResponseMessage answer;
        do
        {
            var first = await thief.SignInAsync(clerk.User!.UserName, AccessHost.Password);
            if (!first.IsSuccessStatusCode)
            {
                answer = first;
                break;
            }

            var ticket = JsonElement.Parse(await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).GetProperty("second_factor").GetProperty("ticket").GetString();
            answer = await thief.SecondAsync(new { ticket, code = $"{guesses:000000}" });
            guesses++;
        }
        while (answer.StatusCode == HttpStatusCode.Unauthorized);

        guesses.ShouldBeLessThanOrEqualTo(6);
        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        answer.Headers.RetryAfter!.Delta!.Value.ShouldBe(TimeSpan.FromMinutes(15));
    }

    [Theory, EachEngine]
    public async Task A_role_that_needs_a_second_factor_does_nothing_before_it_is_shown(DbEngine engine)
    {
        var clock = new TestClock(TimeProvider.System.GetUtcNow());
        await using var host = await AccessHost.StartAsync(engine, clock: clock, set: o => o.SecondFactorRoles = new HashSet<string> { "administrator" });
        using var admin = await host.SignInAsync(Roles.Administrator);
        (await admin.JsonAsync("/api/session")).GetProperty("user").GetProperty("duty").GetString().ShouldBe("second-factor");
        (await admin.GetAsync("/api/users")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await admin.GetAsync("/api/audit")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await EnrolAsync(admin, clock);
        (await admin.GetAsync("/api/users")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory, EachEngine]
    public async Task A_new_account_has_some_days_to_enrol_a_second_factor_and_is_told_until_when(DbEngine engine)
    {
        var clock = new TestClock(TimeProvider.System.GetUtcNow());
        await using var host = await AccessHost.StartAsync(
            engine, clock: clock, set: o => (o.SecondFactorRoles, o.SecondFactorGrace) = (new HashSet<string>(Roles.Powerful), TimeSpan.FromDays(7)));
        using var clerk = await host.SignInAsync(Roles.CountyClerk);
        using var cadre = await host.SignInAsync(Roles.VillageCadre);
        var told = (await clerk.JsonAsync("/api/session")).GetProperty("user");
        told.GetProperty("second_factor_due").GetDateTimeOffset().ShouldBe(clock.GetUtcNow().AddDays(7), TimeSpan.FromMinutes(1));
        told.GetProperty("duty").ValueKind.ShouldBe(JsonValueKind.Null);
        (await clerk.GetAsync("/wells")).StatusCode.ShouldBe(HttpStatusCode.OK);
        clock.Advance(TimeSpan.FromDays(7));
        using var later = host.Visit();
        await later.SignInAsync(clerk.User!.UserName, AccessHost.Password);
        (await later.JsonAsync("/api/session")).GetProperty("user").GetProperty("duty").GetString().ShouldBe("second-factor");
        (await later.GetAsync("/wells")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var village = host.Visit();
        await village.SignInAsync(cadre.User!.UserName, AccessHost.Password);
        (await village.GetAsync("/wells")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public void Whoever_administers_sees_whole_numbers_or_takes_files_out_is_powerful() =>
        Roles.Powerful.ShouldBe(["administrator", "county-clerk", "township-clerk", "finance", "approver", "leader"], ignoreOrder: true);

    [Theory, EachEngine]
    public async Task Enrolling_and_removing_ask_for_the_password_again(DbEngine engine)
    {
        await using var host = await AccessHost.StartAsync(engine);
        using var clerk = await host.SignInAsync(Roles.CountyClerk);
        foreach (var path in new[] { "totp/begin", "passkeys/begin", "recovery-codes", "second-factor/remove" })
        {
            var answer = await clerk.PostAsync($"/api/account/{path}", new { password = "left at the desk" });
            answer.StatusCode.ShouldBeOneOf(HttpStatusCode.UnprocessableEntity, HttpStatusCode.TooManyRequests);
        }
    }

    [Theory, EachEngine]
    public async Task The_secret_lies_encrypted_and_the_codes_hashed(DbEngine engine)
    {
        var clock = new TestClock(TimeProvider.System.GetUtcNow());
        await using var host = await AccessHost.StartAsync(engine, clock: clock);
        using var clerk = await host.SignInAsync(Roles.CountyClerk);
        var (secret, paper) = await EnrolAsync(clerk, clock);
        await using var scope = host.Operator();
        var db = (PlatformDb)scope.ServiceProvider.GetService(typeof(PlatformDb))!;
        var stored = db.Set<User>().Single(u => u.Id == clerk.User!.Id);
        Convert.ToHexString(stored.TotpCipher!).ShouldNotContain(Convert.ToHexString(secret));
        var hashes = db.Set<RecoveryCode>().Select(c => c.Hash).ToList();
        hashes.ShouldAllBe(h => !paper.Contains(System.Text.Encoding.UTF8.GetString(h)));
    }

    [Fact]
    public void Codes_are_those_of_the_standard()
    {
        // RFC 6238, appendix B, SHA-1, last six of eight digits.
        var secret = System.Text.Encoding.ASCII.GetBytes("12345678901234567890");
        Totp.Code(secret, 59 / 30).ShouldBe("287082");
        Totp.Code(secret, 1111111109 / 30).ShouldBe("081804");
        Totp.Code(secret, 20000000000 / 30).ShouldBe("353130");
        Totp.Spell(secret).ShouldBe("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    }

    private static async Task<(byte[] Secret, List<string> Paper)> EnrolAsync(Browser browser, TimeProvider clock)
    {
        var begun = await browser.DoAsync("/api/account/totp/begin", new { password = AccessHost.Password });
        begun.GetProperty("qr").GetString()!.ShouldStartWith("data:image/png;base64,");
        var secret = Spelled(begun.GetProperty("secret").GetString()!);
        (await browser.PostAsync("/api/account/totp/confirm", new { code = "12" })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var confirmed = await browser.DoAsync("/api/account/totp/confirm", new { code = Code(secret, clock) });
        return (secret, [.. confirmed.GetProperty("codes").EnumerateArray().Select(c => c.GetString()!)]);
    }

    private static string Code(byte[] secret, TimeProvider clock, int step = 0) => Totp.Code(secret, (clock.GetUtcNow().ToUnixTimeSeconds() / 30) + step);

    private static async Task<string> TicketAsync(Browser browser, string user)
    {
        var answer = await browser.SignInAsync(user, AccessHost.Password);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var second = JsonElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).GetProperty("second_factor");
        second.GetProperty("methods").EnumerateArray().Select(m => m.GetString()).ShouldContain("totp");
        return second.GetProperty("ticket").GetString()!;
    }

    private static byte[] Spelled(string text)
    {
        var bits = string.Concat(text.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }
}
