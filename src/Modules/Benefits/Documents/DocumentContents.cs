using System.Security.Cryptography;
using System.Text.Json;
using Fuyao.Benefits.Households;
using Fuyao.Benefits.Runs;
using Fuyao.Kernel.Data;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;

namespace Fuyao.Benefits.Documents;

/// <summary>All that a paper may tell of a household on a day, and its fingerprints.</summary>
/// <param name="Household">As <c>GET /households/{id}</c> answers.</param>
internal sealed record DocumentContent(JsonElement Household, HouseholdIncome Income, HouseholdBenefits Benefits)
{
    internal int County { get; init; }

    internal long Region { get; init; }

    internal int Persons { get; init; }

    internal byte[] FactsHash { get; init; } = [];

    internal byte[] BenefitsHash { get; init; } = [];
}

/// <summary>Reads what papers are made of; the same for one household, for a batch, and for asking whether a paper still holds.</summary>
internal sealed class DocumentContents(PlatformDb db, HouseholdReader households, HouseholdPages pages, FactOrigins origins, PolicyEngine engine, RunViews views)
{
    /// <summary>Null when the actor's area has no such household for the day.</summary>
    public async Task<DocumentContent?> ReadAsync(Guid id, DateOnly on, CancellationToken ct)
    {
        if (await households.GetAsync(id, on, ct: ct) is not { } household || await pages.ReadAsync(id, on, ct) is not { } page)
        {
            return null;
        }

        var benefits = await GetBenefits.ReadAsync(household, on, db, origins, engine, views, null, ct);
        // Names and places of the paper, too: they are not part of what policies read.
        var named = JsonSerializer.SerializeToUtf8Bytes(household.Persons.Select(p => new { p.Id, p.Name, p.Relation }));
        return new DocumentContent(page, GetIncome.Of(household, engine, on), benefits)
        {
            County = household.County,
            Region = household.Region,
            Persons = household.Persons.Count,
            FactsHash = SHA256.HashData([.. household.Json.Span, .. named]),
            BenefitsHash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
                benefits.Results.Where(r => r.Status != "not_eligible").Select(r => new { r.Pack, r.Policy, r.Subject, r.Status, Amount = r.Amount?.Fen }))),
        };
    }
}
