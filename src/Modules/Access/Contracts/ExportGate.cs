using System.Security.Cryptography;
using System.Text;
using Fuyao.Access.Exports;
using Fuyao.Access.Identity;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Access.Contracts;

/// <summary>
/// Every export of personal data asks here before its file is made. Small ones pass at once; beyond a person's daily number
/// somebody else must approve – then the same address with <c>&amp;approval=ID</c> passes once, for some hours.
/// </summary>
public sealed class ExportGate
{
    /// <summary>The query parameter that names an approved request.</summary>
    public const string Approval = "approval";

    private readonly PlatformDb db;
    private readonly CurrentActor actor;
    private readonly WriteSession write;
    private readonly AuditTrail audit;
    private readonly FieldCipher cipher;
    private readonly AccessOptions options;
    private readonly DailyUsage usage;
    private readonly TimeProvider clock;
    private readonly IHttpContextAccessor http;
    private readonly IServiceScopeFactory scopes;

    internal ExportGate(
        PlatformDb db, CurrentActor actor, WriteSession write, AuditTrail audit, FieldCipher cipher, AccessOptions options, DailyUsage usage, TimeProvider clock,
        IHttpContextAccessor http, IServiceScopeFactory scopes)
    {
        this.db = db;
        this.actor = actor;
        this.write = write;
        this.audit = audit;
        this.cipher = cipher;
        this.options = options;
        this.usage = usage;
        this.clock = clock;
        this.http = http;
        this.scopes = scopes;
    }

    /// <summary>Call it when the number of persons is known and before anything is written or queued.</summary>
    /// <param name="kind">As in the audit, such as <c>household.export</c>.</param>
    /// <param name="persons">How many persons the file will tell of.</param>
    /// <param name="region">Where they live; null means the actor's own area.</param>
    /// <exception cref="ProblemException">
    /// 403 <c>export-needs-approval</c>: too many without approval; the answer's <c>Location</c> is the wish, to be posted to with a
    /// purpose. 403 <c>export-not-approved</c>: the approval named is for something else, has ended or was used.
    /// </exception>
    public async Task<ExportPass> PassAsync(string kind, long persons, RegionCode? region = null, CancellationToken ct = default)
    {
        var place = region ?? actor.Region;
        var request = http.HttpContext?.Request;
        if (request?.Query[Approval].ToString() is { Length: > 0 } named)
        {
            return await UseAsync(named, kind, persons, place, Address(request), ct);
        }

        var now = clock.GetUtcNow();
        if (request is not null && persons + await TakenAsync(now, ct) > options.ExportPersons)
        {
            var wish = New(kind, persons, place, Address(request), ExportState.Wished, now);
            http.HttpContext!.Response.OnStarting(() => KeepAsync(wish, http.HttpContext));
            throw new ProblemException(403, new Problem("export-needs-approval", new LocalText(
                $"本次导出涉及 {persons} 人;每人每天不经审批最多导出 {options.ExportPersons} 人。请填写用途,经他人批准后下载。",
                $"This export tells of {persons} persons; without approval a person may take {options.ExportPersons} a day. Say what it is for; somebody else approves it."), Approval));
        }

        var done = New(kind, persons, place, request is null ? "" : Address(request), ExportState.Done, now);
        done.DoneAt = now;
        await write.RunAsync("export.pass", async () =>
        {
            db.Add(done);
            await db.SaveChangesAsync(ct);
            await usage.AddAsync(DailyUsage.Exported, persons, long.MaxValue, ct);
            audit.Add("export.pass", new AuditSubject("export", done.Id.ToString(), done.County), new { kind, persons });
        }, ct);
        return Pass(done);
    }

    private async Task<ExportPass> UseAsync(string named, string kind, long persons, RegionCode place, string address, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var hash = Hash(address);
        ExportRequest? found = null;
        if (Guid.TryParse(named, out var id))
        {
            found = await db.Set<ExportRequest>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == id && e.Actor == actor.Id, ct);
        }

        // A tenth more than was approved is the register living on; more is another export.
        var fits = found is not null && found.Kind == kind && found.Region == place.Value && found.AddressHash.AsSpan().SequenceEqual(hash)
            && persons <= found.Persons + (found.Persons / 10);
        if (!fits || found!.State != ExportState.Approved || found.ExpiresAt <= now)
        {
            throw NotApproved();
        }

        await write.RunAsync("export.use", async () =>
        {
            // Of two downloads at once, one finds it approved.
            if (await db.Set<ExportRequest>().Where(e => e.County == found.County && e.Id == found.Id && e.State == ExportState.Approved)
                .ExecuteUpdateAsync(set => set.SetProperty(e => e.State, ExportState.Done).SetProperty(e => e.DoneAt, now), ct) != 1)
            {
                throw NotApproved();
            }

            await usage.AddAsync(DailyUsage.Exported, persons, long.MaxValue, ct);
            audit.Add("export.use", new AuditSubject("export", found.Id.ToString(), found.County), new { kind, persons });
        }, ct);
        return Pass(found);
    }

    private static ProblemException NotApproved() => new(403, new Problem("export-not-approved", new LocalText(
        "此项批准不适用于本次导出,或已过期、已下载过。请重新申请。",
        "This approval is not for this export, or it has ended or was used. Ask anew."), Approval));

    private async Task<long> TakenAsync(DateTimeOffset now, CancellationToken ct)
    {
        var since = now.AddDays(-1);
        return await db.Set<ExportRequest>().Where(e => e.Actor == actor.Id && e.State == ExportState.Done && e.Purpose == null && e.DoneAt > since)
            .SumAsync(e => e.Persons, ct);
    }

    private ExportRequest New(string kind, long persons, RegionCode place, string address, ExportState state, DateTimeOffset now) => new()
    {
        County = place.Level >= RegionLevel.County ? place.County : 0,
        Id = Ids.New(clock),
        Region = place.Value,
        Actor = actor.Id,
        ActorName = actor.Name,
        Role = actor.Role,
        Kind = kind,
        AddressCipher = cipher.Encrypt(address),
        AddressHash = Hash(address),
        Persons = persons,
        State = state,
        CreatedAt = now,
    };

    // In a scope of its own and after the refusal has rolled back whatever the request had begun.
    private async Task KeepAsync(ExportRequest wish, HttpContext context)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().EnterAs(actor);
        await scope.ServiceProvider.GetRequiredService<WriteSession>().RunAsync("export.wish", async () =>
        {
            var own = scope.ServiceProvider.GetRequiredService<PlatformDb>();
            await own.Set<ExportRequest>().Where(e => e.County == wish.County && e.Actor == wish.Actor && e.State == ExportState.Wished).ExecuteDeleteAsync();
            own.Add(wish);
            await own.SaveChangesAsync();
            scope.ServiceProvider.GetRequiredService<AuditTrail>().Add(
                "export.wish", new AuditSubject("export", wish.Id.ToString(), wish.County), new { wish.Kind, wish.Persons });
        });
        context.Response.Headers.Location = $"/api/exports/{wish.Id}";
    }

    private ExportPass Pass(ExportRequest e) => new(
        e.Id, actor.Name, Roles.All.TryGetValue(actor.Role, out var role) ? role.Name : new LocalText("运行维护", "operator"), clock.GetUtcNow(),
        e.Persons, e.Purpose, e.DecidedByName);

    /// <summary>Path and query without the approval, the parameters in order: what is approved is this and nothing else.</summary>
    private static string Address(HttpRequest request) => $"{request.Path}{QueryString.Create(request.Query
        .Where(q => q.Key != Approval).OrderBy(q => q.Key, StringComparer.Ordinal).SelectMany(q => q.Value, (q, value) => KeyValuePair.Create(q.Key, value)))}";

    private static byte[] Hash(string address) => SHA256.HashData(Encoding.UTF8.GetBytes(address));
}
