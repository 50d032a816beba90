namespace Fuyao.Architecture.Tests.Rules;

/// <summary>A module shows its module class and what lies under <c>Contracts</c>; nothing else.</summary>
internal static class Walls
{
    /// <param name="moduleNamespace">Such as <c>Fuyao.Registry</c>.</param>
    /// <param name="exported">The assembly's exported types.</param>
    public static IEnumerable<string> Check(string moduleNamespace, IEnumerable<Type> exported)
    {
        var moduleClass = moduleNamespace[(moduleNamespace.LastIndexOf('.') + 1)..] + "Module";
        return exported
            .Where(type => !(type.Namespace == moduleNamespace && type.Name == moduleClass))
            .Where(type => type.Namespace != $"{moduleNamespace}.Contracts" && type.Namespace?.StartsWith($"{moduleNamespace}.Contracts.", StringComparison.Ordinal) != true)
            .Where(type => !type.FullName!.StartsWith("Microsoft.AspNetCore.OpenApi.Generated", StringComparison.Ordinal))
            .Select(type => $"{type.FullName} is public but neither {moduleClass} nor under Contracts");
    }
}
