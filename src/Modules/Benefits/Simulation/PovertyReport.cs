using Fuyao.Policy.Contracts;

namespace Fuyao.Benefits.Simulation;

/// <param name="Code">Region code, household type, status or group; empty where it is not known.</param>
/// <param name="Name">Of a place; null for codes.</param>
/// <param name="Persons">Whose income is known; the figures are about them.</param>
/// <param name="IncomeUnknown">Persons who are left out.</param>
/// <param name="Mean">Income per head, yuan.</param>
/// <param name="Figures">With the line of all; null when nobody's income is known.</param>
internal sealed record PovertyGroup(string Code, string? Name, long Persons, long IncomeUnknown, double? Mean, double? Median, PovertyFigures? Figures);

/// <summary>Poverty and inequality by the register's incomes per head, one weight a person.</summary>
/// <param name="Line">Yuan a head and year; null when none is given and the nation's is not known for the date.</param>
/// <param name="By">What <paramref name="Groups"/> are.</param>
/// <param name="Lorenz">Share of all income (0 to 1) that the poorest 0, 5, 10 … 100 percent have.</param>
internal sealed record PovertyReport(
    DateOnly On, DateTimeOffset KnownAt, string Region, string? RegionName, double? Line, string By, IReadOnlyList<string> Groupings, PovertyGroup All, IReadOnlyList<PovertyGroup> Groups, IReadOnlyList<double>? Lorenz);
