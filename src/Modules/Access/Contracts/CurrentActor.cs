using System.Globalization;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;

namespace Fuyao.Access.Contracts;

/// <summary>How a change reached the system.</summary>
public static class Channels
{
    public const string Form = "form";
    public const string Api = "api";
    public const string Import = "import";
    public const string Cli = "cli";
    public const string Job = "job";
}

/// <summary>
/// Who acts in this request, job or command, in which role and where. Nobody until somebody signs in or the operator enters;
/// entering also opens the same area in <see cref="AreaScope"/>, so every query is limited to it.
/// </summary>
public sealed class CurrentActor(AreaScope scope)
{
    /// <summary>The operator of the machine, who acts on the command line.</summary>
    public static readonly Guid OperatorId = new("00000000-0000-7000-8000-000000000001");

    private IReadOnlySet<string> permissions = new HashSet<string>();

    public Guid Id { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>Code of the role (<see cref="Roles"/>), or <c>operator</c>; empty for nobody.</summary>
    public string Role { get; private set; } = "";

    public CodeRange Area { get; private set; } = CodeRange.Nothing;

    /// <summary>The place that the area is made of, when it is one.</summary>
    public RegionCode Region { get; private set; }

    public string Channel { get; private set; } = "";

    /// <summary>Whose role the actor has on loan; records then name both.</summary>
    public Guid? OnBehalfOf { get; private set; }

    /// <summary><c>zh-CN</c> or <c>en</c>.</summary>
    public string Language => CultureInfo.CurrentUICulture.Name.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? "en" : "zh-CN";

    public bool IsSignedIn => Id != Guid.Empty;

    /// <summary>The county whose chains and keys the actor's own records begin with; 0 above the level of a county.</summary>
    public int County => Region.Level >= RegionLevel.County ? Region.County : 0;

    public bool May(string permission) => permissions.Contains(permission);

    /// <summary>The operator of the machine acts: every permission, in the given area.</summary>
    public void EnterOperator(RegionCode region) =>
        Enter(OperatorId, $"operator:{Environment.UserName}", "operator", region, Channels.Cli, Permissions.All);

    /// <summary>The same actor in another scope.</summary>
    internal void EnterAs(CurrentActor other) => Enter(other.Id, other.Name, other.Role, other.Region, other.Channel, other.permissions, other.OnBehalfOf);

    internal void Enter(Guid id, string name, string role, RegionCode region, string channel, IReadOnlySet<string> may, Guid? onBehalfOf = null)
    {
        OnBehalfOf = onBehalfOf;
        Id = id;
        Name = name;
        Role = role;
        Region = region;
        Area = region.Range;
        Channel = channel;
        permissions = may;
        scope.Enter(Area);
    }
}
