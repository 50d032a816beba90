using Fuyao.Access.Contracts;
using Fuyao.Benefits.Orders;
using Fuyao.Benefits.Payments;
using Fuyao.Benefits.Runs;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Benefits.Contracts;

/// <summary>A file of a payment order. Dispose it.</summary>
/// <param name="Sha256">Of the plain bytes, hex: two parties compare it.</param>
/// <param name="Lines">Lines in the file.</param>
/// <param name="Amount">Their sum.</param>
/// <param name="Missing">Payments whose household has no account number: on the card list with a remark, not in the bank file.</param>
public sealed record PaymentDocument(string Name, string ContentType, string Sha256, int Lines, Money Amount, int Missing, Stream Content) : IDisposable
{
    public void Dispose() => Content.Dispose();
}

/// <summary>
/// The papers by which an approved order is paid: the card list to print and sign, the bank's file, and the rosters of schools, insurers
/// and suppliers. Each is made from the order's frozen lines, written once, kept encrypted, and given out unchanged ever after. Every
/// reading is logged. Scoped.
/// </summary>
public sealed class PaymentLists
{
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private readonly PlatformDb db;
    private readonly WriteSession session;
    private readonly AuditTrail audit;
    private readonly AccessLog log;
    private readonly CurrentActor actor;
    private readonly FileStore files;
    private readonly FieldCipher cipher;
    private readonly ExportGate gate;
    private readonly OrderDesk desk;
    private readonly PolicyEngine engine;
    private readonly TimeProvider clock;
    private readonly IRegionNames? names;

    internal PaymentLists(
        PlatformDb db, WriteSession session, AuditTrail audit, AccessLog log, CurrentActor actor, FileStore files, FieldCipher cipher, ExportGate gate, OrderDesk desk,
        PolicyEngine engine, TimeProvider clock, IRegionNames? names)
    {
        (this.db, this.session, this.audit, this.log, this.actor) = (db, session, audit, log, actor);
        (this.files, this.cipher, this.gate, this.desk, this.engine, this.clock, this.names) = (files, cipher, gate, desk, engine, clock, names);
    }

    /// <summary>一卡通发放花名册 as a workbook, id numbers and accounts masked.</summary>
    /// <exception cref="ProblemException">404: no such order in the actor's area. 409: it is not approved. 403: the export needs an approval of its own.</exception>
    public Task<PaymentDocument> CardListAsync(Guid order, CancellationToken ct = default) => OpenAsync(order, OrderFileKind.CardList, PayeeLists.Card, ct);

    /// <summary>What one kind of payee – school, insurer, bank, enterprise, supplier – receives, and for whom.</summary>
    /// <exception cref="ProblemException">As above; 404 also for a list that the order does not have.</exception>
    public async Task<PaymentDocument> RosterAsync(Guid order, string list, CancellationToken ct = default)
    {
        if (list == PayeeLists.Card || !await db.Set<OrderLine>().AnyAsync(l => l.OrderId == order && l.List == list, ct))
        {
            throw ProblemException.NotFound("list", "名册");
        }

        return await OpenAsync(order, OrderFileKind.Roster, list, ct);
    }

    /// <summary>CSV for the bank with whole account numbers; only for who may export payments.</summary>
    /// <exception cref="ProblemException">403: not permitted. Others as above.</exception>
    public async Task<PaymentDocument> BankFileAsync(Guid order, CancellationToken ct = default)
    {
        if (!actor.May(Permissions.PaymentExport))
        {
            await log.RefusedAsync("payment.export", new AuditSubject("order", order.ToString()));
            throw new ProblemException(403, new Problem("forbidden", new LocalText("只有财务人员可以导出银行代发文件。", "Only finance officers may export the bank's file.")));
        }

        return await OpenAsync(order, OrderFileKind.BankFile, PayeeLists.Card, ct);
    }

    private async Task<PaymentDocument> OpenAsync(Guid id, OrderFileKind kind, string list, CancellationToken ct)
    {
        var order = await desk.ApprovedAsync(id, ct);
        var persons = await db.Set<OrderLine>().Where(l => l.County == order.County && l.OrderId == order.Id && l.List == list).Select(l => l.Subject).Distinct().CountAsync(ct);
        var action = kind == OrderFileKind.BankFile ? "payment.export" : "payment.list";
        await gate.PassAsync(action, persons, new RegionCode(order.Region), ct);
        var file = await FindAsync(order, kind, list, ct) ?? await MakeAsync(order, kind, list, ct);
        await log.ReadAsync(action, new { file.Sha256, file.Lines }, [new AuditSubject("order", order.Id.ToString(), order.County)]);
        var opened = await files.OpenAsync(file.StoredFile, ct);
        return new PaymentDocument(file.Name, opened.ContentType, file.Sha256, file.Lines, file.Amount, file.Missing, opened.Content);
    }

    private Task<OrderFile?> FindAsync(PaymentOrder order, OrderFileKind kind, string list, CancellationToken ct) =>
        db.Set<OrderFile>().AsNoTracking().SingleOrDefaultAsync(f => f.County == order.County && f.OrderId == order.Id && f.Kind == kind && f.List == list, ct);

    private async Task<OrderFile> MakeAsync(PaymentOrder order, OrderFileKind kind, string list, CancellationToken ct)
    {
        var run = await db.Set<Run>().AsNoTracking().AcrossAreas().SingleAsync(r => r.County == order.County && r.Id == order.RunId, ct);
        // Whole account numbers never touch the disk in clear: a county's file is small enough for memory.
        using var content = new MemoryStream();
        var made = await new PaymentFileWriter(new PaymentLines(db, cipher, names), engine).WriteAsync(order, run, kind, list, content, ct);
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content.GetBuffer().AsSpan(0, (int)content.Length)));
        content.Position = 0;
        var bank = kind == OrderFileKind.BankFile;
        var stored = await files.SaveAsync(
            made.Name, bank ? "text/csv" : Workbook, content, new RegionCode(order.Region), bank ? Permissions.PaymentExport : Permissions.RunView, ct: ct);
        var file = new OrderFile
        {
            County = order.County,
            Id = Ids.New(clock),
            Region = order.Region,
            OrderId = order.Id,
            Kind = kind,
            List = list,
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
                desk.Note(order, "exported", file.Name);
                await db.SaveChangesAsync(ct);
                audit.Add("payment.make", new AuditSubject("order", order.Id.ToString(), order.County), new { kind, list, file.Sha256, file.Lines, Amount = file.Amount.ToString(), file.Missing });
                return file;
            }, ct);
        }
        catch (Exception e) when (RunWriter.IsUniqueViolation(e))
        {
            // Somebody else made it at the same moment: there is only one, and it is theirs.
            return (await FindAsync(order, kind, list, ct))!;
        }
    }
}
