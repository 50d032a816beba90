using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Model;

namespace Fuyao.Registry.Contracts;

/// <summary>Net incomes per head that sources state: for households whose components of income are not known. Scoped; sees only the present actor's area.</summary>
public sealed class StatedIncomes
{
    private readonly PlatformDb db;

    internal StatedIncomes(PlatformDb db) => this.db = db;

    /// <summary>By household, those alone for which one is stated.</summary>
    public async Task<IReadOnlyDictionary<Guid, Money>> ReadAsync(CodeRange area, DateOnly on, DateTimeOffset knownAt, CancellationToken ct = default)
    {
        var incomes = new Dictionary<Guid, Money>();
        var stated = Knowing.Before(db, knownAt).Of(db.Set<HouseholdVersion>().In(area)).On(on)
            .Where(v => v.StatedIncomePerHead != null)
            .Select(v => new { v.HouseholdId, v.StatedIncomePerHead });
        await db.ReadRowsAsync(stated, row => incomes[row.Id(0)] = new Money(row.Number(1)), ct);
        return incomes;
    }
}
