using System.Text.Json;
using Fuyao.Testing;
using Microsoft.Playwright;
using Shouldly;

namespace Fuyao.Browser.Tests;

/// <summary>One person at one browser. Whatever the console or a script complains about is kept and must be nothing.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private const string OpenList = ".ant-select-dropdown:not(.ant-select-dropdown-hidden)";

    private static readonly Lazy<string> Axe = new(() => File.ReadAllText(Path.Combine(Repository.Root, "web/node_modules/axe-core/axe.min.js")));
    private readonly IBrowserContext context;
    private readonly bool phone;
    private readonly List<string> complaints = [];
    private readonly List<string> missed = [];

    internal Visitor(IBrowserContext context, IPage page, bool phone)
    {
        this.context = context;
        this.phone = phone;
        Page = page;
        context.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Add($"{message.Type}: {message.Text.Split('\n')[0]} {message.Location}");
            }
        };
        context.Response += (_, response) =>
        {
            if (response.Status >= 400)
            {
                missed.Add($"{response.Status} {response.Url}");
            }
        };
        context.WebError += (_, error) => complaints.Add(error.Error);
    }

    public IPage Page { get; }

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name });

    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new() { Name = name });

    public async Task SignInAsync(string user)
    {
        await Page.GotoAsync("./");
        await Page.Locator("#user").FillAsync(user);
        await Page.Locator("#password").FillAsync(OfficeFixture.Password);
        await Page.Locator("button[type=submit]").ClickAsync();
        await Page.Locator("main#main").WaitForAsync();
    }

    /// <summary>Goes to a place of the office and waits until nothing is loading.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(path);
        await SettleAsync();
    }

    public async Task SettleAsync()
    {
        await Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await Page.WaitForFunctionAsync("() => !document.querySelector('[aria-busy=true]')");
    }

    /// <summary>
    /// Chooses from a list by the keyboard: what is typed, or so many options down from the first. Waits for the options, and until the
    /// list is gone, so that it is not taken for the next one.
    /// </summary>
    public async Task PickAsync(ILocator box, string? typed = null, int down = 0)
    {
        var option = Option(typed);
        for (var left = 2; ; left--)
        {
            await box.FocusAsync();
            await (typed is null ? Page.Keyboard.PressAsync("ArrowDown") : Page.Keyboard.TypeAsync(typed));
            try
            {
                await option.WaitForAsync(left > 0 ? new() { Timeout = 10_000 } : null);
                break;
            }
            catch (TimeoutException) when (left > 0)
            {
                // A page that had not come to rest took the cursor away: whoever types sees it, and types again.
                if (typed is not null)
                {
                    await box.FillAsync("");
                }
            }
        }

        for (var n = 0; n < down; n++)
        {
            await Page.Keyboard.PressAsync("ArrowDown");
        }

        await Page.Keyboard.PressAsync("Enter");
        await Page.WaitForFunctionAsync($"() => !document.querySelector('{OpenList}')");
        await SettleAsync();
    }

    /// <summary>The first choice with these words in the list that is open.</summary>
    public ILocator Option(string? choice = null) => Page.Locator($"{OpenList} .ant-select-item-option", new() { HasTextString = choice }).First;

    /// <summary>Takes a choice of the list that is open, the first or the one with these words; asks again until the list has gone.</summary>
    public async Task TakeAsync(string? choice = null)
    {
        for (var left = 2; ; left--)
        {
            await Option(choice).ClickAsync();
            try
            {
                await Page.WaitForFunctionAsync($"() => !document.querySelector('{OpenList}')", null, left > 0 ? new() { Timeout = 5_000 } : null);
                return;
            }
            catch (TimeoutException) when (left > 0)
            {
                // The click came before the list could take it.
            }
        }
    }

    /// <summary>Types into the field that a button brings up, when the cursor is in it.</summary>
    public async Task TypeWhereAskedAsync(string text)
    {
        await Page.WaitForFunctionAsync("() => document.activeElement?.matches('input, textarea')");
        await Page.Keyboard.TypeAsync(text);
    }

    /// <summary>Types into the search box and goes to the first thing found, when it is the one that is meant.</summary>
    public async Task SearchAsync(string key, string typed, string found)
    {
        await Page.Keyboard.PressAsync(key);
        await Page.WaitForFunctionAsync("() => document.activeElement?.matches('input[role=combobox]')");
        await Page.Keyboard.TypeAsync(typed);
        await Page.GetByRole(AriaRole.Option).First.Filter(new() { HasTextString = found }).WaitForAsync();
        await Page.Keyboard.PressAsync("ArrowDown");
        await Page.Keyboard.PressAsync("Enter");
    }

    /// <summary>Keeps a picture under artifacts/screenshots.</summary>
    public Task ShootAsync(string name)
    {
        var folder = Path.Combine(Repository.Root, "artifacts", "screenshots");
        Directory.CreateDirectory(folder);
        return Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}{(phone ? "-phone" : "")}.png"), Animations = ScreenshotAnimations.Disabled });
    }

    /// <summary>Nothing serious for people who use a screen reader, a keyboard or need contrast; and no sideways scrolling.</summary>
    public async Task CheckAccessAsync(string place)
    {
        // While a list is asked for again it is dimmed, and half faded in, nothing has the contrast that it will have.
        await Page.WaitForFunctionAsync("() => !document.querySelector('[aria-busy=true]')");
        await Page.EvaluateAsync("() => Promise.all(document.getAnimations().filter(a => a.effect?.getComputedTiming().iterations !== Infinity).map(a => a.finished.catch(() => null)))");
        await Page.EvaluateAsync(Axe.Value);
        var found = await Page.EvaluateAsync<JsonElement>(
            "async () => (await axe.run(document, { resultTypes: ['violations'] })).violations.filter(v => ['serious', 'critical'].includes(v.impact)).map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | '))");
        found.EnumerateArray().Select(v => v.GetString()).ShouldBeEmpty($"accessibility of {place}");
        var wider = await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth");
        wider.ShouldBeLessThanOrEqualTo(0, $"{place} scrolls sideways");
    }

    public void ShouldHaveNoComplaints(string place) => complaints.ShouldBeEmpty($"the console of {place}");

    /// <summary>As <see cref="ShouldHaveNoComplaints"/>, but for one address that is asked for on purpose and is not there.</summary>
    public void ShouldOnlyMiss(string address)
    {
        complaints.Where(c => !((c.Contains("404", StringComparison.Ordinal) || c.Contains("422", StringComparison.Ordinal)) && missed.Any(m => m.Contains(address, StringComparison.Ordinal)))).ShouldBeEmpty("the console");
        missed.ShouldAllBe(m => m.Contains(address, StringComparison.Ordinal));
    }

    public ValueTask DisposeAsync() => context.DisposeAsync();
}
