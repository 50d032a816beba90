using Fuyao.Kernel.Data;
using Fuyao.Registry.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fuyao.Registry.Events;

/// <summary>
/// Something that happened to households and persons on a day, as a clerk recorded it. Who recorded it, when, why and on what
/// evidence stands in its change set; what it did stands in the versions that the change set opened and closed.
/// </summary>
internal sealed class RegisterEvent : ICountyOwned
{
    public required int County { get; init; }

    public required Guid Id { get; init; }

    /// <summary>Code of one of <see cref="EventKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>First day on which it holds.</summary>
    public required DateOnly On { get; init; }

    public required Guid ChangeId { get; init; }

    /// <summary>The effects in words as they were shown to the clerk: a JSON list of texts in both languages.</summary>
    public required string Effects { get; init; }

    /// <summary>What was stated besides (shares of a split, loans), as JSON; null when nothing was.</summary>
    public string? Detail { get; init; }

    /// <summary>The event that this one takes back.</summary>
    public Guid? Undoes { get; init; }

    /// <summary>The later event that took this one back; only ever set once.</summary>
    public Guid? UndoneBy { get; set; }

    public static void Map(EntityTypeBuilder<RegisterEvent> entity)
    {
        entity.ToTable("register_events").StaysBehind("what happened while the place belonged to the county; its effects go along");
        entity.HasKey(e => new { e.County, e.Id });
        entity.Property(e => e.Kind).HasMaxLength(20);
        entity.HasIndex(e => new { e.County, e.On, e.Kind }).HasDatabaseName("ix_register_events_on");
        entity.HasIndex(e => new { e.County, e.ChangeId }).HasDatabaseName("ix_register_events_change");
        entity.HasOne<Change>().WithMany().HasForeignKey(e => new { e.County, e.ChangeId }).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>A household or a person that an event is about, in the place where it lay: an event seen from every village it touches.</summary>
internal sealed class EventParty : IInArea
{
    public required int County { get; init; }

    public required Guid EventId { get; init; }

    public required int Line { get; init; }

    public required Guid HouseholdId { get; init; }

    /// <summary>Null when the whole household is concerned.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>One of <see cref="PartyRoles"/>.</summary>
    public required string Role { get; init; }

    public required long Region { get; init; }

    public required DateOnly On { get; init; }

    public static void Map(EntityTypeBuilder<EventParty> party)
    {
        party.ToTable("register_event_parties").StaysBehind("as its event");
        party.HasKey(p => new { p.County, p.EventId, p.Line });
        party.Property(p => p.Role).HasMaxLength(10);
        party.HasIndex(p => new { p.County, p.HouseholdId, p.On }).HasDatabaseName("ix_register_event_parties_household");
        party.HasIndex(p => new { p.County, p.PersonId, p.On }).HasDatabaseName("ix_register_event_parties_person").HasFilter("person_id is not null");
        party.HasIndex(p => new { p.County, p.On, p.Region }).HasDatabaseName("ix_register_event_parties_place");
        party.HasOne<RegisterEvent>().WithMany().HasForeignKey(p => new { p.County, p.EventId }).OnDelete(DeleteBehavior.Restrict);
        party.HasOne<Household>().WithMany().HasForeignKey(p => new { p.County, p.HouseholdId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal static class PartyRoles
{
    /// <summary>Counted in the household from the day on, and not before.</summary>
    public const string In = "in";

    /// <summary>Counted in the household until the day.</summary>
    public const string Out = "out";

    /// <summary>Stays, and something about it changes.</summary>
    public const string Stays = "stays";
}

internal sealed class EventModel : IModelPart
{
    public void Configure(ModelBuilder model, DbEngine engine)
    {
        RegisterEvent.Map(model.Entity<RegisterEvent>());
        EventParty.Map(model.Entity<EventParty>());
    }
}
