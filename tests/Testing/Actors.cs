using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Testing;

/// <summary>People below HTTP, for rules about who may do what.</summary>
public static class Actors
{
    /// <summary>The scope's actor becomes somebody with a role in a place, instead of the operator.</summary>
    public static void EnterAs(this AsyncServiceScope scope, Guid id, Role role, RegionCode place) =>
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Enter(id, role.Code, role.Code, place, Channels.Api, role.Permissions);
}
