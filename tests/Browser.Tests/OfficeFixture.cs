using Fuyao.Access.Contracts;
using Fuyao.Browser.Tests;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Contracts;
using Fuyao.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(OfficeFixture))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: TestCollectionOrderer(typeof(NamedOrder))]
[assembly: TestCaseOrderer(typeof(NamedOrder))]

namespace Fuyao.Browser.Tests;

/// <summary>The real server with the built office, a county with a few households and three people, and one browser.</summary>
public sealed class OfficeFixture : IAsyncLifetime
{
    public const string Password = "walk-the-county-2016";
    private IPlaywright? playwright;
    private IBrowser? browser;
    private TestServer? server;
    private bool hasNeighbours;

    public Uri Address => server!.Address;

    public IReadOnlyDictionary<string, Guid> Households { get; private set; } = new Dictionary<string, Guid>();

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Chromium) || !File.Exists(Path.Combine(Repository.Root, "web/office/dist/index.html")))
        {
            return;
        }

        // The real clock: a browser judges cookies by its own.
        server = await TestServer.StartAsync(DbEngine.Sqlite, builder =>
        {
            builder.Services.AddSingleton(TimeProvider.System);
            builder.Logging.SetMinimumLevel(LogLevel.Error);
        });
        await AddPeopleAsync();
        Households = await Register.AddAsync(server.Services, County.Households());
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            Headless = true,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update",
                "--disable-default-apps", "--no-first-run",
            ],
        });
    }

    /// <summary>A fresh browser profile at the office; nobody is signed in.</summary>
    public async Task<Visitor> OpenAsync(bool phone = false, string language = "zh", string scheme = "light")
    {
        Assert.SkipUnless(File.Exists(Chromium), $"{Chromium} is missing: ./fuyao test installs it, or set FUYAO_CHROMIUM.");
        Assert.SkipUnless(browser is not null, "web/office is not built: ./fuyao test builds it.");
        var context = await browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = new Uri(Address, "/office/").ToString(),
            ViewportSize = phone ? new ViewportSize { Width = 390, Height = 844 } : new ViewportSize { Width = 1366, Height = 800 },
            HasTouch = phone,
            AcceptDownloads = true,
            Locale = language == "zh" ? "zh-CN" : "en-GB",
            TimezoneId = "Asia/Shanghai",
            // Nothing unfolds while a test reaches for it; what moves for others is looked at where a test asks for it.
            ReducedMotion = ReducedMotion.Reduce,
        });
        await context.AddInitScriptAsync($"localStorage.getItem('fuyao.language') ?? localStorage.setItem('fuyao.language', '{language}'); localStorage.getItem('fuyao.scheme') ?? localStorage.setItem('fuyao.scheme', '{scheme}');");
        // What is waited for comes; a timeout only ends what would never end.
        context.SetDefaultTimeout(60_000);
        Assertions.SetDefaultExpectTimeout(60_000);
        return new Visitor(context, await context.NewPageAsync(), phone);
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
        if (server is not null)
        {
            await server.DisposeAsync();
        }
    }

    private static string Chromium => Environment.GetEnvironmentVariable("FUYAO_CHROMIUM") ?? "/usr/bin/chromium";

    /// <summary>One more account, of the county or another place, for a test of its own.</summary>
    public async Task AddAsync(string userName, string name, Role role, string region = "610729")
    {
        await using var scope = server!.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().EnterOperator(RegionCode.Nation);
        RegionCode.TryParse(region, out var place);
        await scope.ServiceProvider.GetRequiredService<UserAdmin>().AddAsync(userName, name, role.Code, place, Password);
    }

    /// <summary>Until disposed, so many persons may be exported in a day without approval.</summary>
    public IDisposable LetExportUnapproved(int persons)
    {
        var options = server!.Services.GetRequiredService<AccessOptions>();
        var before = options.ExportPersons;
        options.ExportPersons = persons;
        return new Undo(() => options.ExportPersons = before);
    }

    private sealed class Undo(Action action) : IDisposable
    {
        public void Dispose() => action();
    }

    /// <summary>One more household, for a test of its own.</summary>
    public async Task<Guid> AddAsync(System.Text.Json.Nodes.JsonObject household) => (await Register.AddAsync(server!.Services, household)).Single().Value;

    /// <summary>A line of another department's list, for a test of its own.</summary>
    public Task AddReceivedAsync(string household, long village, string programme, decimal yuan, DateOnly on) => Register.ReceiveAsync(server!.Services, household, village, programme, yuan, on, "once");

    /// <summary>A furnished county beside the others' one – villages with their years, organisations, lists, events, points – and its clerk <c>neighbour</c>.</summary>
    public async Task SettleNeighboursAsync()
    {
        if (!hasNeighbours && server is not null)
        {
            hasNeighbours = true;
            RegionCode.TryParse("610728", out var county);
            await SyntheticCounty.FillAsync(server.Services, county, 90, 5, null);
            await SyntheticCounty.FurnishAsync(server.Services, county, 5);
            await using var scope = server.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CurrentActor>().EnterOperator(RegionCode.Nation);
            await scope.ServiceProvider.GetRequiredService<UserAdmin>().AddAsync("neighbour", "邻县业务员", Roles.CountyClerk.Code, county, Password);
        }
    }

    private async Task AddPeopleAsync()
    {
        await using var scope = server!.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().EnterOperator(RegionCode.Nation);
        var users = scope.ServiceProvider.GetRequiredService<UserAdmin>();
        RegionCode.TryParse("610729", out var county);
        await users.AddAsync("clerk", "张晓梅", Roles.CountyClerk.Code, county, Password);
        await users.AddAsync("finance", "钱会计", Roles.Finance.Code, county, Password);
        await users.AddAsync("admin", "周管理", Roles.Administrator.Code, county, Password);
        await users.AddAsync("approver", "吴审批", Roles.Approver.Code, county, Password);
        await users.AddAsync("two-step", "郑两步", Roles.CountyClerk.Code, county, Password);
        await users.AddAsync("auditor", "孙审计", Roles.Auditor.Code, county, Password);
    }
}
