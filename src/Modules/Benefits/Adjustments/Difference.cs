using Fuyao.Benefits.Runs;
using Fuyao.Kernel;

namespace Fuyao.Benefits.Adjustments;

/// <summary>To whom something was booked, and by which run.</summary>
internal interface IBooked
{
    Guid Household { get; }

    Guid Run { get; }

    Adjustment Copy(Adjustment to);
}

internal sealed record BookedAward(Award Award) : IBooked
{
    public Guid Household => Award.HouseholdId;

    public Guid Run => Award.RunId;

    public Adjustment Copy(Adjustment to) => to with
    {
        Region = Award.Region, HouseholdId = Award.HouseholdId, HouseholdNumber = Award.HouseholdNumber, HeadName = Award.HeadName,
        PersonId = Award.PersonId, PersonName = Award.PersonName, Unit = Award.Unit,
    };
}

internal sealed record BookedAdjustment(Adjustment Adjustment) : IBooked
{
    public Guid Household => Adjustment.HouseholdId;

    public Guid Run => Adjustment.RunId;

    public Adjustment Copy(Adjustment to) => to with
    {
        Region = Adjustment.Region, HouseholdId = Adjustment.HouseholdId, HouseholdNumber = Adjustment.HouseholdNumber, HeadName = Adjustment.HeadName,
        PersonId = Adjustment.PersonId, PersonName = Adjustment.PersonName, Unit = Adjustment.Unit,
    };
}

/// <param name="Household">Whose comparison found it.</param>
/// <param name="Run">The run of the period.</param>
/// <param name="Was">The last that was booked; null when nothing was.</param>
/// <param name="Now">What comes out now; null when no run says anything of it.</param>
internal sealed record Difference(Guid Household, Way Way, Money Before, Money Due, Run Run, IBooked? Was, PastDue? Now)
{
    public Adjustment Adjustment(int county, string pack, Guid id, string reason, DateTimeOffset knownAt, string by)
    {
        // Arrears go to the household that they are due to, an overpayment stays with the one that received it.
        var person = Now?.Household.Persons.FirstOrDefault(p => p.Id == Way.Unit.Subject);
        var owed = Due > Before;
        var row = new Adjustment
        {
            County = county, Id = id, Region = Now?.Household.Region ?? 0, RunId = Run.Id, Pack = pack, HouseholdId = Now?.Household.Id ?? Guid.Empty,
            HouseholdNumber = Now?.Household.Number ?? "", HeadName = Now?.Household.HeadName, PersonId = person?.Id, PersonName = person?.Name,
            Policy = Way.Unit.Policy, Subject = Way.Unit.Subject, Unit = Now is null ? "" : Codes.Of(Now.Result.Unit), Period = Way.Unit.Period, Kind = Way.Kind, Payee = Way.Payee,
            Before = Before, Due = Due, Amount = Due - Before, Reason = reason, KnownAt = knownAt, By = by,
        };
        return Was is not null && (!owed || Now is not { IsDue: true }) ? Was.Copy(row) : row;
    }
}
