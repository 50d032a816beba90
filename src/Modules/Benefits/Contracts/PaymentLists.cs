using Fuyao.Access.Contracts;
using Fuyao.Benefits.Payments;
using Fuyao.Benefits.Runs;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Benefits.Contracts;

/// <summary>A payment file of a run. Dispose it.</summary>
/// <param name="Sha256">Of the plain bytes, hex: two parties compare it.</param>
/// <param name="Lines">Lines in the file.</param>
/// <param name="Amount">Their sum.</param>
/// <param name="Missing">Awards in cash whose household has no account number: on the card list with a remark, not in the bank file.</param>
public sealed record PaymentDocument(string Name, string ContentType, string Sha256, int Lines, Money Amount, int Missing, Stream Content) : IDisposable
{
    public void Dispose() => Content.Dispose();
}

/// <summary>
/// The papers by which a completed run is paid: the card list to print and sign, and the bank's file. Each is written once, kept
/// encrypted, and given out unchanged ever after. Every reading is logged and counts as an export. Scoped.
/// </summary>
public sealed class PaymentLists
{
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private readonly PlatformDb db;
    private readonly WriteSession session;
    private readonly AuditTrail audit;
    private readonly AccessLog log;
    private readonly CurrentActor actor;
    private readonly ExportGate gate;
    private readonly FileStore files;
    private readonly FieldCipher cipher;
    private readonly HouseholdReader households;
    private readonly PolicyEngine engine;
    private readonly TimeProvider clock;
    private readonly IRegionNames? names;

    internal PaymentLists(
        PlatformDb db, WriteSession session, AuditTrail audit, AccessLog log, CurrentActor actor, ExportGate gate, FileStore files, FieldCipher cipher,
        HouseholdReader households, PolicyEngine engine, TimeProvider clock, IRegionNames? names)
    {
        (this.db, this.session, this.audit, this.log, this.actor, this.gate) = (db, session, audit, log, actor, gate);
        (this.files, this.cipher, this.households, this.engine, this.clock, this.names) = (files, cipher, households, engine, clock, names);
    }

    /// <summary>一卡通发放花名册 as a workbook, id numbers and accounts masked.</summary>
    /// <exception cref="ProblemException">404: no such run in the actor's area. 409: the run is not complete.</exception>
    public Task<PaymentDocument> CardListAsync(Guid run, CancellationToken ct = default) => OpenAsync(run, PaymentFileKind.CardList, ct);

    /// <summary>CSV for the bank with whole account numbers; only for who may export payments.</summary>
    /// <exception cref="ProblemException">403: not permitted. 404 and 409 as above.</exception>
    public async Task<PaymentDocument> BankFileAsync(Guid run, CancellationToken ct = default)
    {
        if (!actor.May(Permissions.PaymentExport))
        {
            await log.RefusedAsync("payment.export", new AuditSubject("run", run.ToString()));
            throw new ProblemException(403, new Problem("forbidden", new LocalText("只有财务人员可以导出银行代发文件。", "Only finance officers may export the bank's file.")));
        }

        return await OpenAsync(run, PaymentFileKind.BankFile, ct);
    }

    private async Task<PaymentDocument> OpenAsync(Guid runId, PaymentFileKind kind, CancellationToken ct)
    {
        var run = await db.Set<Run>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == runId, ct) ?? throw ProblemException.NotFound("run", "测算");
        if (run.State != RunState.Completed)
        {
            throw new ProblemException(409, new Problem("run-not-complete", new LocalText(
                "测算尚未完成,不能生成发放名册。请继续测算至完成。", "The run is not complete, so nothing can be paid from it yet. Continue it to the end.")));
        }

        var file = await FindAsync(run, kind, ct) ?? await MakeAsync(run, kind, ct);
        var what = kind == PaymentFileKind.CardList ? "payment.list" : "payment.export";
        await gate.PassAsync(what, file.Lines, new RegionCode(run.Region), ct);
        await log.ReadAsync(what,
            new { file.Sha256, file.Lines }, [new AuditSubject("run", run.Id.ToString(), run.County)]);
        var opened = await files.OpenAsync(file.StoredFile, ct);
        return new PaymentDocument(file.Name, opened.ContentType, file.Sha256, file.Lines, file.Amount, file.Missing, opened.Content);
    }

    private Task<PaymentFile?> FindAsync(Run run, PaymentFileKind kind, CancellationToken ct) =>
        db.Set<PaymentFile>().AsNoTracking().SingleOrDefaultAsync(f => f.County == run.County && f.RunId == run.Id && f.Kind == kind, ct);

    private async Task<PaymentFile> MakeAsync(Run run, PaymentFileKind kind, CancellationToken ct)
    {
        // Whole account numbers never touch the disk in clear: a county's file is small enough for memory.
        using var content = new MemoryStream();
        var made = await new PaymentFileWriter(new PaymentLines(db, households, cipher, names), engine).WriteAsync(run, kind, content, ct);
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content.GetBuffer().AsSpan(0, (int)content.Length)));
        content.Position = 0;
        var card = kind == PaymentFileKind.CardList;
        var stored = await files.SaveAsync(
            made.Name, card ? Workbook : "text/csv", content, new RegionCode(run.Region), card ? Permissions.RunView : Permissions.PaymentExport, ct: ct);
        var file = new PaymentFile
        {
            County = run.County,
            Id = Ids.New(clock),
            Region = run.Region,
            RunId = run.Id,
            Kind = kind,
            Name = made.Name,
            StoredFile = stored,
            Sha256 = hash,
            Lines = made.Lines,
            Amount = made.Amount,
            Missing = made.Missing,
            MadeAt = clock.GetUtcNow(),
            MadeBy = actor.Name,
        };
        try
        {
            return await session.RunAsync("payment.make", async () =>
            {
                await db.BulkInsertAsync([file], ct);
                audit.Add("payment.make", new AuditSubject("run", run.Id.ToString(), run.County), new { kind, file.Sha256, file.Lines, Amount = file.Amount.ToString(), file.Missing });
                return file;
            }, ct);
        }
        catch (Exception e) when (RunWriter.IsUniqueViolation(e))
        {
            // Somebody else made it at the same moment: there is only one, and it is theirs.
            return (await FindAsync(run, kind, ct))!;
        }
    }
}
