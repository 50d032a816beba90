using Fuyao.Access.Audit;
using Fuyao.Access.Data;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Text;

namespace Fuyao.Access.Contracts;

/// <summary>One look at somebody's data, told to whom it is about.</summary>
/// <param name="Who">Family name and stars: who it was stays with the auditors.</param>
/// <param name="What">In plain words.</param>
/// <param name="Purpose">The reason given, where one is asked for.</param>
/// <param name="Times">How many looks of that person, kind and day stand together here.</param>
public sealed record AccessRecordLine(DateTimeOffset At, string Who, LocalText Role, LocalText What, string? Purpose, int Times);

/// <summary>Who has looked at, changed or taken along the data of a household and its members: the record that a person may ask for.</summary>
public sealed class AccessRecords
{
    private const int Most = 2_000;

    private static readonly Dictionary<string, LocalText> Words = new()
    {
        ["household.view"] = new("查看您家的登记信息", "looked at your household's record"),
        ["household.list"] = new("在名单中看到您家", "saw your household in a list"),
        ["household.history"] = new("查看您家的变更记录", "looked at the changes of your record"),
        ["household.income"] = new("查看您家的收入计算", "looked at the working of your income"),
        ["household.benefits"] = new("查看您家可享受的待遇", "looked at what your household is due"),
        ["household.reveal"] = new("查看完整号码(证件、电话或账号)", "saw a full number (id, phone or account)"),
        ["household.export"] = new("导出了包含本地区农户的名单", "took along a list of households of the area"),
        ["household.change"] = new("修改您家的登记信息", "changed your household's record"),
        ["household.create"] = new("登记您家", "registered your household"),
        ["household.access-record"] = new("打印这份查阅记录", "printed this record of access"),
    };

    private readonly Chains chains;
    private readonly DatabaseTarget target;

    internal AccessRecords(Chains chains, DatabaseTarget target) => (this.chains, this.target) = (chains, target);

    /// <summary>
    /// All looks and changes, newest first, equal ones of one day together. The caller has checked that the actor may see the
    /// subjects.
    /// </summary>
    /// <param name="county">County of the data.</param>
    /// <param name="subjects">The household and its members.</param>
    /// <param name="region">Where they live: lists taken along of any place around it are told too.</param>
    public async Task<IReadOnlyList<AccessRecordLine>> OfAsync(int county, IReadOnlyCollection<AuditSubject> subjects, RegionCode region, CancellationToken ct = default)
    {
        AuditSubject[] places = [.. Enumerable.Range(0, (int)region.Level + 1).Select(level => new AuditSubject("area", region.At((RegionLevel)level).ToString()))];
        var found = new List<ChainRecord>();
        foreach (var store in new[] { chains.Writes, chains.Reads })
        {
            await using var connection = ReferenceEquals(store, chains.Reads) ? await AccessLogWriter.OpenAsync(chains, ct) : await Sql.OpenAsync(target, ct);
            foreach (var (kind, id, _) in subjects.Concat(places))
            {
                var place = kind == "area" ? " and action like '%.export'" : "";
                await foreach (var record in store.ReadAsync(
                    connection, "county = @county and subject_kind = @kind and subject_id = @id and action not like 'refused:%'" + place,
                    [("@county", county), ("@kind", kind), ("@id", id)], "seq desc", Most, ct))
                {
                    found.Add(record);
                }
            }
        }

        return [.. found
            .GroupBy(r => (r.Actor, r.Action, r.Detail, Day: DateOnly.FromDateTime(r.At.InChina())))
            // One look at a household is recorded for each of its members too.
            .Select(g => (Last: g.MaxBy(r => r.At)!, Times: g.GroupBy(r => r.SubjectId).Max(one => one.Count())))
            .OrderByDescending(g => g.Last.At).Take(Most)
            .Select(g => new AccessRecordLine(
                g.Last.At, Mask.Name(g.Last.ActorName), Roles.All.TryGetValue(g.Last.Role, out var role) ? role.Name : new LocalText("运行维护人员", "operator"),
                Words.GetValueOrDefault(g.Last.Action) ?? new LocalText("办理业务时使用您家的信息", "used your household's data in their work"), Purpose(g.Last.Detail), g.Times))];
    }

    private static string? Purpose(string? detail) =>
        detail is not null && System.Text.Json.JsonElement.Parse(detail) is { ValueKind: System.Text.Json.JsonValueKind.Object } json
        && json.TryGetProperty("reason", out var reason) ? reason.GetString() : null;
}
