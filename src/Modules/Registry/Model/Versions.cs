using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fuyao.Registry.Model;

/// <summary>
/// What was known of a subject for a span of days, between the recorded times of two changes. A row is written once; only
/// <see cref="ClosedBy"/> is ever set later.
/// </summary>
internal interface IVersion : IInArea
{
    Guid Id { get; }

    /// <summary>First day for which this holds.</summary>
    DateOnly ValidFrom { get; }

    /// <summary>First day for which it no longer holds; <see cref="Span.Forever"/> when open.</summary>
    DateOnly ValidTo { get; }

    byte[] FactsHash { get; }

    Guid OpenedBy { get; }

    Guid? ClosedBy { get; }
}

internal sealed record HouseholdVersion : IVersion
{
    public required int County { get; init; }

    public required Guid Id { get; init; }

    public required Guid HouseholdId { get; init; }

    /// <summary>户编号 of the household, here too so that lists need no join.</summary>
    public required string Number { get; init; }

    public required long Region { get; init; }

    public string? GroupName { get; init; }

    public string? Status { get; init; }

    public string? Category { get; init; }

    public string? MainCause { get; init; }

    /// <summary>What lists show and sort by: worked out from the components, else <see cref="StatedIncomePerHead"/>.</summary>
    public Money? IncomePerHead { get; init; }

    /// <summary>Net income per head as a source states it, whether or not its components are known.</summary>
    public Money? StatedIncomePerHead { get; init; }

    public int? IncomeYear { get; init; }

    public string? HeadName { get; init; }

    /// <summary>Living members.</summary>
    public required int MemberCount { get; init; }

    public byte[]? BankAccountCipher { get; init; }

    public byte[]? BankAccountHash { get; init; }

    public byte[]? PhoneCipher { get; init; }

    public byte[]? PhoneHash { get; init; }

    /// <summary>Canonical JSON of <see cref="Contracts.HouseholdFacts"/>.</summary>
    public required string Facts { get; init; }

    /// <summary>What lists filter and sort by besides the columns, see <see cref="Lists.Facets"/>: derived from the facts.</summary>
    public string Facets { get; init; } = "";

    /// <summary>SHA-256 over all that the version states, protected values by their keyed hash: equal hash, nothing to change.</summary>
    public required byte[] FactsHash { get; init; }

    public required DateOnly ValidFrom { get; init; }

    public required DateOnly ValidTo { get; init; }

    public required Guid OpenedBy { get; init; }

    public Guid? ClosedBy { get; init; }

    public static void Map(EntityTypeBuilder<HouseholdVersion> version, DbEngine engine)
    {
        version.ToTable("household_versions").GoesAlong();
        version.HasKey(v => new { v.County, v.Id });
        Household.MapNumber(version.Property(v => v.Number), engine);
        version.Property(v => v.BankAccountCipher).IsEncrypted();
        version.Property(v => v.PhoneCipher).IsEncrypted();
        version.HasIndex(v => new { v.County, v.HouseholdId, v.ValidFrom }).HasDatabaseName("ix_household_versions_household");
        version.HasIndex(v => new { v.County, v.Number }).HasDatabaseName("ix_household_versions_number");

        // Holds all that lists and figures filter, sort and sum by: they read no row that they do not show.
        version.HasIndex(v => new
        {
            v.County, v.Region, v.Number, v.ValidFrom, v.ValidTo, v.ClosedBy, v.OpenedBy, v.HouseholdId,
            v.Status, v.Category, v.MainCause, v.IncomePerHead, v.MemberCount, v.HeadName,
        }).HasDatabaseName("ix_household_versions_list");
        // The same with the facets, for those lists alone that ask for them and say so: it is four times as wide.
        version.HasIndex(v => new
        {
            v.County, v.Region, v.Number, v.ValidFrom, v.ValidTo, v.ClosedBy, v.OpenedBy, v.HouseholdId,
            v.Status, v.Category, v.MainCause, v.IncomePerHead, v.MemberCount, v.HeadName, v.Facets,
        }).HasDatabaseName("ix_household_versions_facets").HasFilter("facets <> ''");
        if (engine == DbEngine.Postgres)
        {
            version.Property(v => v.Facets).UseCollation("C");
        }

        version.HasIndex(v => new { v.County, v.PhoneHash }).HasDatabaseName("ix_household_versions_phone").HasFilter("phone_hash is not null");
        version.HasIndex(v => new { v.County, v.OpenedBy }).HasDatabaseName("ix_household_versions_opened");
        version.HasIndex(v => new { v.County, v.ClosedBy }).HasDatabaseName("ix_household_versions_closed").HasFilter("closed_by is not null");
        version.HasOne<Household>().WithMany().HasForeignKey(v => new { v.County, v.HouseholdId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed record PersonVersion : IVersion
{
    public required int County { get; init; }

    public required Guid Id { get; init; }

    public required Guid PersonId { get; init; }

    public required Guid HouseholdId { get; init; }

    public required long Region { get; init; }

    public string? Name { get; init; }

    public required string Sex { get; init; }

    public required DateOnly Birth { get; init; }

    /// <summary>GB/T 4761 code.</summary>
    public string? Relation { get; init; }

    public byte[]? IdCipher { get; init; }

    public byte[]? IdHash { get; init; }

    public byte[]? CardCipher { get; init; }

    public byte[]? PhoneCipher { get; init; }

    /// <summary>Canonical JSON of <see cref="Contracts.PersonFacts"/>.</summary>
    public required string Facts { get; init; }

    public required byte[] FactsHash { get; init; }

    public required DateOnly ValidFrom { get; init; }

    public required DateOnly ValidTo { get; init; }

    public required Guid OpenedBy { get; init; }

    public Guid? ClosedBy { get; init; }

    public static void Map(EntityTypeBuilder<PersonVersion> version)
    {
        version.ToTable("person_versions").GoesAlong();
        version.HasKey(v => new { v.County, v.Id });
        version.Property(v => v.IdCipher).IsEncrypted();
        version.Property(v => v.CardCipher).IsEncrypted();
        version.Property(v => v.PhoneCipher).IsEncrypted();
        version.HasIndex(v => new { v.County, v.HouseholdId, v.ValidFrom }).HasDatabaseName("ix_person_versions_household");
        version.HasIndex(v => new { v.County, v.PersonId, v.ValidFrom }).HasDatabaseName("ix_person_versions_person");
        version.HasIndex(v => new { v.County, v.IdHash }).HasDatabaseName("ix_person_versions_id").HasFilter("id_hash is not null");

        // Runs read it in this order; names are found through the index of names.
        version.HasIndex(v => new { v.County, v.Region, v.HouseholdId, v.ValidFrom, v.ValidTo, v.ClosedBy, v.OpenedBy })
            .HasDatabaseName("ix_person_versions_list");
        version.HasIndex(v => new { v.County, v.OpenedBy }).HasDatabaseName("ix_person_versions_opened");
        version.HasIndex(v => new { v.County, v.ClosedBy }).HasDatabaseName("ix_person_versions_closed").HasFilter("closed_by is not null");
        version.HasOne<Person>().WithMany().HasForeignKey(v => new { v.County, v.PersonId }).OnDelete(DeleteBehavior.Restrict);
        version.HasOne<Household>().WithMany().HasForeignKey(v => new { v.County, v.HouseholdId }).OnDelete(DeleteBehavior.Restrict);
    }
}
