using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fuyao.Access.Tests;

/// <summary>
/// Access alone behind Kestrel, with a table of wells and a few routes of its own: what any module does with it, without any
/// other module.
/// </summary>
internal sealed class AccessHost : IAsyncDisposable
{
    public const string Password = "correct horse battery";

    public static readonly RegionCode County = new(610729000000);
    public static readonly RegionCode OtherCounty = new(610730000000);

    private readonly WebApplication app;
    private readonly TestDatabase? owned;

    private AccessHost(WebApplication app, TestDatabase database, bool owns)
    {
        this.app = app;
        Database = database;
        owned = owns ? database : null;
    }

    public TestDatabase Database { get; }

    public IServiceProvider Services => app.Services;

    public Uri Address => new(app.Urls.First());

    public static async Task<AccessHost> StartAsync(
        DbEngine engine, Action<WebApplication>? map = null, Action<IServiceCollection>? configure = null, TimeProvider? clock = null,
        TestDatabase? on = null, bool runJobs = false, Action<AccessOptions>? set = null)
    {
        var database = on ?? await TestDatabase.CreateAsync(engine);
        var app = Build(database, map, configure, clock, runJobs, set);
        using (var scope = app.Services.CreateScope())
        {
            await using var owner = scope.ServiceProvider.OpenOwner();
            await owner.Database.EnsureCreatedAsync();
            await scope.ServiceProvider.RunScriptsAsync(owner);
        }

        await app.Services.PrepareAccessAsync();
        await app.StartAsync();
        return new AccessHost(app, database, on is null);
    }

    public static WebApplication Build(
        TestDatabase database, Action<WebApplication>? map = null, Action<IServiceCollection>? configure = null, TimeProvider? clock = null, bool runJobs = false,
        Action<AccessOptions>? set = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.Services.AddPlatformDb(database.Target);
        builder.Services.ConfigureHttpJsonOptions(http => http.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower);
        builder.Services.AddAccess(options =>
        {
            options.KeyFile = Path.Combine(database.Folder, "test.keys");
            options.HeadsFile = Path.Combine(database.Folder, "test.heads");
            options.FilesDirectory = Path.Combine(database.Folder, "test.files");
            options.RunJobs = runJobs;
            set?.Invoke(options);
        });
        builder.Services.AddSingleton<IModelPart, Wells>();
        configure?.Invoke(builder.Services);
        var app = builder.Build();
        app.Use(async (http, next) =>
        {
            try
            {
                await next(http);
            }
            catch (ProblemException e)
            {
                http.Response.StatusCode = e.Status;
                await http.Response.WriteAsJsonAsync(new { problems = e.Problems.Select(p => p.Code) });
            }
        });
        app.UseRouting();
        app.UseAccess();
        app.MapAccess();
        app.MapGet("/wells", (PlatformDb db) => db.Set<Well>().Count()).RequirePermission(Permissions.HouseholdView);
        app.MapGet("/wells/{id:guid}", async (Guid id, PlatformDb db) =>
            await db.Set<Well>().SingleOrDefaultAsync(w => w.Id == id) is { } well ? Results.Ok(well.Note) : Results.NotFound())
            .RequirePermission(Permissions.HouseholdView);
        app.MapPost("/wells", AddWellAsync).RequirePermission(Permissions.HouseholdChange).WithWrite("well.add");
        app.MapPost("/wells/refused", async (PlatformDb db) =>
        {
            db.Add(new Well { County = County.County, Id = Ids.New(TimeProvider.System), Region = County.Value });
            await db.SaveChangesAsync();
            return Results.Problem(statusCode: 409);
        }).RequirePermission(Permissions.HouseholdChange).WithWrite("well.refused");
        map?.Invoke(app);
        return app;
    }

    /// <summary>A user of the role in the place, signed in at a browser of their own.</summary>
    public async Task<Browser> SignInAsync(Role role, RegionCode? region = null, string? name = null)
    {
        name ??= $"{role.Code}-{Ids.New(TimeProvider.System):N}";
        var user = await AddUserAsync(name, role, region);
        var browser = Visit();
        (await browser.SignInAsync(name, Password)).StatusCode.ShouldBeOk();
        return browser.As(user);
    }

    public Browser Visit() => new(Address);

    public async Task<UserAccount> AddUserAsync(string name, Role role, RegionCode? region = null)
    {
        await using var scope = Operator();
        return await scope.ServiceProvider.GetRequiredService<UserAdmin>().AddAsync(name, name, role.Code, region ?? County, Password);
    }

    public AsyncServiceScope Operator(RegionCode? region = null)
    {
        var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().EnterOperator(region ?? RegionCode.Nation);
        return scope;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (owned is not null)
        {
            await owned.DisposeAsync();
        }
    }

    private static async Task<IResult> AddWellAsync(NewWell request, PlatformDb db, CurrentActor actor, AuditTrail audit, FieldCipher cipher, CancellationToken ct)
    {
        var well = new Well
        {
            County = actor.County, Id = Ids.New(TimeProvider.System), Region = request.Region, Note = "a well",
            OwnerCipher = request.Owner is null ? null : cipher.Encrypt(request.Owner),
        };
        db.Add(well);
        await db.SaveChangesAsync(ct);
        audit.Add("well.add", "well", well.Id.ToString());
        return Results.Created($"/wells/{well.Id}", new { well.Id, request.Owner });
    }

    private sealed record NewWell(long Region, string? Owner);

    private sealed class Wells : IModelPart
    {
        public void Configure(ModelBuilder model, DbEngine engine) => model.Entity<Well>(well =>
        {
            well.ToTable("wells");
            well.HasKey(w => new { w.County, w.Id });
            well.Property(w => w.OwnerCipher).IsEncrypted();
        });
    }
}

internal sealed class Well : IInArea
{
    public int County { get; set; }

    public Guid Id { get; set; }

    public long Region { get; set; }

    public string? Note { get; set; }

    public byte[]? OwnerCipher { get; set; }
}

/// <summary>One person at one browser: cookies, anti-forgery token, idempotency keys.</summary>
internal sealed class Browser(Uri address) : IDisposable
{
    public CookieContainer Cookies { get; } = new();

    private HttpClient? client;
    private string? csrf;

    public HttpClient Http => client ??= new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false }) { BaseAddress = address };

    public UserAccount? User { get; private set; }

    public Browser As(UserAccount user)
    {
        User = user;
        return this;
    }

    public async Task<HttpResponseMessage> SignInAsync(string name, string password, string? role = null)
    {
        var answer = await Http.PostAsJsonAsync("/api/session", new { user_name = name, password, role });
        await KeepAsync(answer);
        return answer;
    }

    /// <summary>The second step of signing in.</summary>
    public async Task<HttpResponseMessage> SecondAsync(object step)
    {
        var answer = await Http.PostAsJsonAsync("/api/session/second", step);
        await KeepAsync(answer);
        return answer;
    }

    private async Task KeepAsync(HttpResponseMessage answer)
    {
        if (answer.IsSuccessStatusCode)
        {
            // As text, so that the test may read it again.
            csrf = JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("csrf").GetString();
        }
    }

    public Task<JsonElement> JsonAsync(string path) => Http.GetFromJsonAsync<JsonElement>(path);

    public async Task<JsonElement> DoAsync(string path, object? body = null) => await (await PostAsync(path, body)).Content.ReadFromJsonAsync<JsonElement>();

    public Task<HttpResponseMessage> GetAsync(string path) => Http.GetAsync(path);

    public Task<HttpResponseMessage> PostAsync(string path, object? body, string? key = null, bool withCsrf = true)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (key != "")
        {
            request.Headers.Add("Idempotency-Key", key ?? Ids.New(TimeProvider.System).ToString());
        }

        return SendAsync(request, withCsrf);
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, bool withCsrf = true)
    {
        if (withCsrf && csrf is not null)
        {
            request.Headers.Add("X-CSRF", csrf);
        }

        return Http.SendAsync(request);
    }

    public void Dispose() => client?.Dispose();
}

internal static class Answers
{
    public static void ShouldBeOk(this HttpStatusCode status) => Shouldly.ShouldBeTestExtensions.ShouldBe(status, HttpStatusCode.OK);

    public static async Task<string> CodeAsync(this HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("problems")[0].GetString()!;
}
