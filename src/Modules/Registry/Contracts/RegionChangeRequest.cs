namespace Fuyao.Registry.Contracts;

/// <summary>A change of divisions: arguments of the job <see cref="JobKind"/>.</summary>
/// <param name="Kind"><c>rename</c>, <c>merge</c> or <c>move</c>.</param>
/// <param name="From">The village or township, 12 digits; a county when it is merged into another.</param>
/// <param name="To">Merge: the place that it becomes part of. Move: the township that the village goes to, the county that the township goes to, or its new code there.</param>
/// <param name="Name">The new name.</param>
/// <param name="On">First day on which it holds.</param>
/// <param name="Reason">The decree, in words.</param>
public sealed record RegionChangeRequest(string? Kind, string? From, string? To, string? Name, DateOnly? On, string? Reason)
{
    public const string JobKind = "regions.change";
}
