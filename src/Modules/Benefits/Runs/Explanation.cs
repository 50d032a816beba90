using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fuyao.Benefits.Runs;

/// <summary>
/// Why an amount was awarded: the pack's hash, the policy, what was computed and the plan's sentence – nothing of who. Kept
/// under the hash of its text, because thousands of awards of a month share a few hundred explanations.
/// </summary>
internal sealed record Explanation : ICountyOwned
{
    public required int County { get; init; }

    /// <summary>SHA-256 of <see cref="Text"/>.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>JSON: <c>{"pack","version","pack_hash","on","policy","because":[…],"source":{…}}</c>.</summary>
    public required string Text { get; init; }

    public static void Map(EntityTypeBuilder<Explanation> explanation)
    {
        explanation.ToTable("explanations");
        explanation.HasKey(e => new { e.County, e.Hash });
        explanation.Property(e => e.Hash).HasMaxLength(32);
    }
}
