using System.Text.RegularExpressions;
using Fuyao.Access.Contracts;
using Fuyao.Testing;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Fuyao.Browser.Tests;

/// <summary>Whatever a page asks for and does not get, it says so and can ask again: no page waits for ever.</summary>
public sealed class FailureTests(OfficeFixture office)
{
    private const string Nothing = "01900000-0000-7000-8000-000000000000";

    /// <summary>
    /// Every question but that for the session is written down, and those that are named are refused with their own address in words. Within the page, so
    /// that the browser keeps what it has fetched of the office.
    /// </summary>
    private const string Refusing = """
        const real = window.fetch;
        window.asked = [];
        window.fetch = (input, options) => {
          const path = new URL(input.url ?? input, location).pathname;
          const key = `${options?.method ?? 'GET'} ${path}`;
          if (!path.startsWith('/api/') || path.startsWith('/api/session') || path === '/api/jobs') return real(input, options);
          window.asked.push(key);
          const refused = localStorage.getItem('refused');
          if (refused === `unanswered ${key}`) return new Promise((_, reject) => options?.signal?.addEventListener('abort', () => reject(options.signal.reason)));
          if (refused !== key) return real(input, options);
          const text = `${key} is refused`;
          return Promise.resolve(new Response(JSON.stringify({ problems: [{ code: 'refused', text: { zh: text, en: text } }] }), { status: 409, headers: { 'Content-Type': 'application/problem+json' } }));
        };
        """;

    /// <summary>Pages by the pattern of their route; {h} a household, {p} a person, {v} a village, {o} an organisation. Each page of the office is here.</summary>
    private static readonly Dictionary<string, string> Places = new()
    {
        ["/"] = "./", ["doors/:door"] = "doors/manage", ["households"] = "households", ["households/new"] = "households/new", ["households/:id/check"] = "households/{h}/check",
        ["households/:id"] = "households/{h}", ["persons/:id"] = "persons/{p}", ["documents"] = "documents", ["verify/:number"] = "verify/00000000", ["q/:code"] = "q/AAAAAAAAAAAAAAAAAAAAAA",
        ["balance"] = "balance", ["events"] = "events", ["regions"] = "regions", ["imports"] = "imports?new=1", ["imports/:id"] = $"imports/{Nothing}", ["villages"] = "villages",
        ["villages/:code"] = "villages/{v}", ["villages/:code/years/:year"] = "villages/{v}/years/2015", ["groups/:id"] = $"groups/{Nothing}", ["organisations"] = "organisations",
        ["organisations/:id"] = "organisations/{o}", ["organisations/:id/years/:year"] = "organisations/{o}/years/2015", ["received"] = "received", ["quotas"] = "quotas", ["ranking"] = "ranking",
        ["packs"] = "packs", ["packs/:id/compare"] = "packs/liuba-2015/compare", ["packs/:id/drafts/:draft"] = $"packs/liuba-2015/drafts/{Nothing}", ["packs/:id"] = "packs/liuba-2015",
        ["runs"] = "runs?new=1", ["runs/:id"] = $"runs/{Nothing}", ["runs/:id/review"] = $"runs/{Nothing}/review", ["questions"] = "questions", ["entitlements"] = "entitlements",
        ["adjustments"] = "adjustments", ["payment-windows"] = "payment-windows", ["orders"] = "orders", ["orders/:id"] = $"orders/{Nothing}",
        ["simulation"] = "simulation?on=2016-05-01", ["poverty"] = "poverty?on=2016-05-01", ["account"] = "account", ["users"] = "users", ["exports"] = "exports", ["audit"] = "audit",
        ["operations"] = "operations", ["households/:id/print"] = "households/{h}/print", ["households/:id/access-record"] = "households/{h}/access-record",
        ["checks"] = "checks", ["checks/:kind/:key"] = $"checks/income/{Nothing}", ["documents/batches/:id"] = $"documents/batches/{Nothing}", ["villages/:code/book"] = "villages/{v}/book",
    };

    [Fact]
    public void Every_page_of_the_office_is_asked_what_it_does_when_it_gets_no_answer()
    {
        var routes = File.ReadAllText(Path.Combine(Repository.Root, "web/office/src/shell/routes.tsx"));
        var paths = Regex.Matches(routes, "path: '([^'*]+)'").Select(m => m.Groups[1].Value).ToList();
        paths.Count.ShouldBeGreaterThan(40);
        paths.Where(p => !Places.ContainsKey(p)).ShouldBeEmpty("name an address of the page in Places");
    }

    [Fact]
    public async Task Whichever_of_its_questions_is_refused_each_page_says_so_and_waits_for_nothing()
    {
        await using var visitor = await office.OpenAsync();
        await office.SettleNeighboursAsync();
        var page = visitor.Page;
        await page.AddInitScriptAsync(Refusing);
        List<string> silent = [];
        Dictionary<string, string> filled = [];
        HashSet<string> asked = [];
        foreach (var (user, role, own) in new[] { ("refused-clerk", Roles.CountyClerk, false), ("refused-admin", Roles.Administrator, true), ("refused-auditor", Roles.Auditor, true) })
        {
            await office.AddAsync(user, user, role, "610728");
            await page.GotoAsync("./");
            await page.EvaluateAsync("() => localStorage.removeItem('refused')");
            await visitor.SignInAsync(user);
            if (!own)
            {
                var household = (await JsonAsync(page, "/api/households?limit=1"))["items"]![0]!["id"]!.GetValue<string>();
                filled["{h}"] = household;
                filled["{p}"] = (await JsonAsync(page, $"/api/households/{household}"))["persons"]![0]!["id"]!.GetValue<string>();
                filled["{v}"] = (await JsonAsync(page, "/api/places"))["items"]!.AsArray().First(p => p!["registered"]!.GetValue<int>() > 0)!["region"]!["code"]!.GetValue<string>();
                filled["{o}"] = (await JsonAsync(page, "/api/organisations?limit=1"))["items"]![0]!["id"]!.GetValue<string>();
            }

            foreach (var (route, place) in Places.Where(p => own == p.Key is "users" or "audit" or "operations"))
            {
                var address = filled.Aggregate(place, (all, one) => all.Replace(one.Key, one.Value, StringComparison.Ordinal));
                await RefuseAsync(page, "", address);
                await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
                // The places to choose from are one control on many pages.
                foreach (var question in (await page.EvaluateAsync<string[]>("() => [...new Set(window.asked)]")).Where(q => asked.Add(q.EndsWith("/regions", StringComparison.Ordinal) ? q : $"{route} {q}")))
                {
                    await RefuseAsync(page, question, address);
                    try
                    {
                        await page.GetByText($"{question} is refused").First.WaitForAsync();
                        await page.Locator("button:has-text('重试')").First.WaitForAsync();
                        await page.WaitForFunctionAsync("() => !document.querySelector('[aria-busy=true]')");
                    }
                    catch (TimeoutException)
                    {
                        silent.Add($"{route}: {question}");
                    }
                }
            }

            await page.EvaluateAsync("() => localStorage.removeItem('refused')");
            await page.APIRequest.PostAsync(new Uri(office.Address, "/api/session/end").ToString());
            await page.Context.ClearCookiesAsync();
        }

        silent.ShouldBeEmpty();
        asked.Count.ShouldBeGreaterThan(60);
    }

    [Fact]
    public async Task What_is_never_answered_is_given_up_after_two_minutes_and_can_be_asked_again()
    {
        await using var visitor = await office.OpenAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("clerk");
        await page.AddInitScriptAsync(Refusing);
        await page.Clock.InstallAsync();
        await RefuseAsync(page, "unanswered GET /api/households", "households");
        await page.WaitForFunctionAsync("() => window.asked?.includes('GET /api/households') && document.querySelector('[aria-busy=true]')");
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await page.Clock.FastForwardAsync(121_000);
        await page.Locator("#main").GetByText("连接不上服务器").WaitForAsync();
        await page.EvaluateAsync("() => localStorage.removeItem('refused')");
        await page.Locator("#main").GetByRole(AriaRole.Button, new() { Name = "重试" }).ClickAsync();
        await page.Locator("table.list-table tbody tr").First.WaitForAsync();
        visitor.ShouldHaveNoComplaints("a question without an answer");
    }

    [Fact]
    public async Task What_the_page_does_not_say_itself_is_said_at_its_foot_until_it_is_there()
    {
        await using var visitor = await office.OpenAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("clerk");
        await page.AddInitScriptAsync(Refusing);
        await RefuseAsync(page, "GET /api/views", "households");
        await page.Locator(".unanswered").GetByText("GET /api/views is refused").WaitForAsync();
        await visitor.ShootAsync("unanswered");
        await visitor.CheckAccessAsync("a page of which a part is missing");
        await page.EvaluateAsync("() => localStorage.removeItem('refused')");
        await page.Locator(".unanswered").GetByRole(AriaRole.Button, new() { Name = "重试" }).ClickAsync();
        await Assertions.Expect(page.Locator(".unanswered")).ToHaveCountAsync(0);
        visitor.ShouldHaveNoComplaints("a part that came later");
    }

    private static async Task RefuseAsync(IPage page, string question, string address)
    {
        await page.EvaluateAsync("question => localStorage.setItem('refused', question)", question);
        await page.GotoAsync(address);
    }

    private async Task<System.Text.Json.Nodes.JsonNode> JsonAsync(IPage page, string path) =>
        System.Text.Json.Nodes.JsonNode.Parse(await (await page.APIRequest.GetAsync(new Uri(office.Address, path).ToString())).TextAsync())!;
}
