using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fuyao.Registry.Received;

/// <summary>Whose a row of another department's list is.</summary>
internal static class MatchStates
{
    public const string Matched = "matched";

    /// <summary>Several persons fit, or one fits in part: somebody has to look.</summary>
    public const string Ambiguous = "ambiguous";

    public const string Unmatched = "unmatched";

    /// <summary>Looked at by hand: nobody of the register.</summary>
    public const string Dismissed = "dismissed";

    /// <summary>Told apart by hand into rows of its own: they count, this one does not.</summary>
    public const string Split = "split";
}

/// <summary>
/// A row of another department's list – a benefit that a person or household receives there – and whose it is. A version like all
/// others: settling a row closes it and opens it again, taking a list back closes what it opened. It never edits a household.
/// </summary>
internal sealed record ReceivedBenefitRow : IVersion
{
    public required int County { get; init; }

    public required Guid Id { get; init; }

    /// <summary>The same through all versions of the row.</summary>
    public required Guid RowId { get; init; }

    /// <summary>The household's village once matched, else the place as far as the list names it.</summary>
    public required long Region { get; init; }

    public required string Department { get; init; }

    public required string Programme { get; init; }

    public string? PersonName { get; init; }

    public byte[]? IdCipher { get; init; }

    public byte[]? IdHash { get; init; }

    public string? HouseholdNumber { get; init; }

    /// <summary>Township and village as the list writes them.</summary>
    public string? Place { get; init; }

    public required Money Amount { get; init; }

    /// <summary>Day of payment, or the first day of the period.</summary>
    public required DateOnly Date { get; init; }

    /// <summary><c>month</c>, <c>year</c> or <c>once</c>: what the amount is for.</summary>
    public string? Recurring { get; init; }

    /// <summary>One of <see cref="MatchStates"/>.</summary>
    public required string State { get; init; }

    public Guid? HouseholdId { get; init; }

    /// <summary>Null when it is the household's as a whole.</summary>
    public Guid? PersonId { get; init; }

    /// <summary><c>id_number</c>, <c>household_number</c>, <c>name_village</c> or <c>hand</c>.</summary>
    public string? MatchedBy { get; init; }

    /// <summary>The list: the change that brought the row in. Its source says the file.</summary>
    public required Guid ListId { get; init; }

    /// <summary>The row that this one is a part of.</summary>
    public Guid? SplitOf { get; init; }

    /// <summary>Row of the file, as Excel counts.</summary>
    public int? SheetRow { get; init; }

    /// <summary>SHA-256 of what the list says, the id number by its keyed hash: the same list again brings nothing new.</summary>
    public required byte[] FactsHash { get; init; }

    public required DateOnly ValidFrom { get; init; }

    public required DateOnly ValidTo { get; init; }

    public required Guid OpenedBy { get; init; }

    public Guid? ClosedBy { get; init; }

    public static void Map(EntityTypeBuilder<ReceivedBenefitRow> row)
    {
        row.ToTable("received_benefits").GoesAlong();
        row.HasKey(r => new { r.County, r.Id });
        row.Property(r => r.IdCipher).IsEncrypted();
        row.Property(r => r.Department).HasMaxLength(100);
        row.Property(r => r.Programme).HasMaxLength(100);
        row.Property(r => r.State).HasMaxLength(20);
        row.HasIndex(r => new { r.County, r.State, r.Region }).HasDatabaseName("ix_received_benefits_state");
        row.HasIndex(r => new { r.County, r.HouseholdId }).HasDatabaseName("ix_received_benefits_household").HasFilter("household_id is not null");
        row.HasIndex(r => new { r.County, r.RowId }).HasDatabaseName("ix_received_benefits_row");
        row.HasIndex(r => new { r.County, r.SplitOf }).HasDatabaseName("ix_received_benefits_split").HasFilter("split_of is not null");
        row.HasIndex(r => new { r.County, r.FactsHash }).HasDatabaseName("ix_received_benefits_facts");
        row.HasIndex(r => new { r.County, r.ListId }).HasDatabaseName("ix_received_benefits_list");
        row.HasIndex(r => new { r.County, r.OpenedBy }).HasDatabaseName("ix_received_benefits_opened");
        row.HasIndex(r => new { r.County, r.ClosedBy }).HasDatabaseName("ix_received_benefits_closed").HasFilter("closed_by is not null");
    }
}

internal sealed class ReceivedModel : IModelPart
{
    public void Configure(ModelBuilder model, DbEngine engine) => ReceivedBenefitRow.Map(model.Entity<ReceivedBenefitRow>());
}
