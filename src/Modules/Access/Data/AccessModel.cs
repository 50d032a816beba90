using Fuyao.Access.Audit;
using Fuyao.Access.Contracts;
using Fuyao.Access.Exports;
using Fuyao.Access.Files;
using Fuyao.Access.Identity;
using Fuyao.Access.Jobs;
using Fuyao.Kernel.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Access.Data;

/// <summary>The tables of Access. Those of identity are platform tables: they belong to no county.</summary>
internal sealed class AccessModel : IModelPart
{
    private const string OfAccounts = "accounts belong to no county; who sees them is decided by the places of their roles";

    public void Configure(ModelBuilder model, DbEngine engine)
    {
        Identity(model);
        Chain<AuditRow>(model, "audit");
        if (engine == DbEngine.Postgres)
        {
            Chain<AccessRow>(model, "access_log");
        }

        model.Entity<IdempotencyRow>(row =>
        {
            row.ToTable("idempotency").StaysBehind("answers already given");
            row.HasKey(r => new { r.County, r.Actor, r.Key });
            row.HasIndex(r => new { r.County, r.At });
            row.HasNoRowSecurity("looked up by the actor's own id and key before anything else; answers are encrypted");
            row.Property(r => r.BodyCipher).IsEncrypted();
        });
        model.Entity<KeyCheck>(check =>
        {
            check.ToTable("key_checks");
            check.HasKey(c => c.Name);
            check.HasNoRowSecurity("tells one key file from another");
        });
        model.Entity<WebKey>(key =>
        {
            key.ToTable("web_keys");
            key.HasKey(k => k.Id);
            key.HasNoRowSecurity("keys of all servers, encrypted");
            key.Property(k => k.XmlCipher).IsEncrypted();
        });
        model.Entity<Job>(job =>
        {
            job.ToTable("jobs").StaysBehind("work that the county asked for");
            job.HasKey(j => new { j.County, j.Id });
            job.HasIndex(j => new { j.County, j.State, j.CreatedAt });
            job.HasNoRowSecurity("taken up by servers on behalf of nobody; holds ids and options only");
        });
        model.Entity<StoredFile>(file =>
        {
            file.ToTable("files").GoesAlong();
            file.HasKey(f => new { f.County, f.Id });
            file.Property(f => f.KeyCipher).IsEncrypted();
            file.Property(f => f.Keep).HasDefaultValue(FileKeep.ForEver);
        });
        model.Entity<Usage>(usage =>
        {
            usage.ToTable("usage").StaysBehind("what was done in the county").HasNoRowSecurity("counts of what users did, shown by county; holds nothing of any person");
            usage.HasKey(u => new { u.County, u.Actor, u.Day, u.Kind });
        });
        model.Entity<ExportRequest>(export =>
        {
            export.ToTable("exports").StaysBehind("what the county gave out and who allowed it");
            export.HasKey(e => new { e.County, e.Id });
            export.HasIndex(e => new { e.County, e.Actor, e.DoneAt });
            export.Property(e => e.AddressCipher).IsEncrypted();
        });
    }

    private static void Identity(ModelBuilder model)
    {
        model.Entity<User>(user =>
        {
            user.ToTable("users");
            user.HasKey(u => u.Id);
            user.HasNoRowSecurity(OfAccounts);
            user.HasIndex(u => u.NormalizedUserName).IsUnique();
            user.Property(u => u.ConcurrencyStamp).IsConcurrencyToken();
            user.Property(u => u.TotpCipher).IsEncrypted();
            user.Property(u => u.TotpPendingCipher).IsEncrypted();
        });
        model.Entity<RecoveryCode>(code =>
        {
            code.ToTable("recovery_codes").HasNoRowSecurity(OfAccounts);
            code.HasKey(c => new { c.UserId, c.Hash });
        });
        model.Entity<Passkey>(passkey =>
        {
            passkey.ToTable("passkeys").HasNoRowSecurity(OfAccounts);
            passkey.HasKey(p => p.CredentialId);
            passkey.HasIndex(p => p.UserId);
        });
        model.Entity<Ticket>(ticket =>
        {
            ticket.ToTable("sign_in_tickets").HasNoRowSecurity(OfAccounts);
            ticket.HasKey(t => t.Id);
            ticket.HasIndex(t => t.Hash).IsUnique();
        });
        model.Entity<IdentityUserClaim<Guid>>(claim => claim.ToTable("user_claims").HasNoRowSecurity(OfAccounts).HasKey(c => c.Id));
        model.Entity<IdentityUserLogin<Guid>>(login => login.ToTable("user_logins").HasNoRowSecurity(OfAccounts).HasKey(l => new { l.LoginProvider, l.ProviderKey }));
        model.Entity<IdentityUserToken<Guid>>(token => token.ToTable("user_tokens").HasNoRowSecurity(OfAccounts).HasKey(t => new { t.UserId, t.LoginProvider, t.Name }));
        model.Entity<RoleAssignment>(assignment =>
        {
            assignment.ToTable("role_assignments");
            assignment.HasKey(a => a.Id);
            assignment.HasNoRowSecurity(OfAccounts);
            assignment.HasOne<User>().WithMany().HasForeignKey(a => a.UserId);
            assignment.HasIndex(a => new { a.UserId, a.Role, a.Region });
            assignment.HasIndex(a => a.LentFrom);
        });
        model.Entity<Session>(session =>
        {
            session.ToTable("sessions");
            session.HasKey(s => s.Id);
            session.HasNoRowSecurity(OfAccounts);
            session.HasOne<User>().WithMany().HasForeignKey(s => s.UserId);
            session.HasIndex(s => s.UserId);
        });
    }

    private static void Chain<T>(ModelBuilder model, string table)
        where T : ChainRow => model.Entity<T>(row =>
    {
        row.ToTable(table).StaysBehind("chained where it was done; a chain is never rewritten");
        row.HasKey(r => new { r.County, r.Seq });
        row.IsAppendOnly().HasNoRowSecurity("chained, continued and verified as a whole, and read by whoever audits the whole county");
        row.HasIndex(r => new { r.County, r.SubjectKind, r.SubjectId });
        row.HasIndex(r => new { r.County, r.ActorName, r.Seq });
    });
}

/// <summary>Only the shape of the two chains' tables: they are written and read by <see cref="ChainStore"/>.</summary>
internal abstract class ChainRow : ICountyOwned
{
    public int County { get; set; }

    public long Seq { get; set; }

    public DateTimeOffset At { get; set; }

    public Guid Actor { get; set; }

    public string ActorName { get; set; } = "";

    public string Role { get; set; } = "";

    public string Channel { get; set; } = "";

    public string Action { get; set; } = "";

    public string SubjectKind { get; set; } = "";

    public string SubjectId { get; set; } = "";

    public string? Detail { get; set; }

    public byte[] PrevHash { get; set; } = [];

    public byte[] Hash { get; set; } = [];
}

internal sealed class AuditRow : ChainRow;

internal sealed class AccessRow : ChainRow;

internal sealed class IdempotencyRow : ICountyOwned
{
    public int County { get; set; }

    public Guid Actor { get; set; }

    public string Key { get; set; } = "";

    public string Action { get; set; } = "";

    public DateTimeOffset At { get; set; }

    public byte[]? RequestHash { get; set; }

    public int? Status { get; set; }

    public string? Headers { get; set; }

    public byte[]? BodyCipher { get; set; }
}

internal sealed class KeyCheck
{
    public string Name { get; set; } = "";

    public byte[] Value { get; set; } = [];
}

internal sealed class WebKey
{
    public Guid Id { get; set; }

    public byte[] XmlCipher { get; set; } = [];
}
