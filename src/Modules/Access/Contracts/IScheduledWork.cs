namespace Fuyao.Access.Contracts;

/// <summary>
/// Work done once a day: by one server of a cluster, and soon after a start when its hour went by while no server ran. Registered
/// scoped; the actor is the operator of the machine.
/// </summary>
public interface IScheduledWork
{
    /// <summary>Stable name, such as <c>backup</c>.</summary>
    string Name { get; }

    /// <summary>The hour in China; null: never.</summary>
    TimeOnly? At { get; }

    Task RunAsync(CancellationToken ct);
}
