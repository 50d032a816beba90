using System.Reflection;
using Shouldly;
using Xunit;

namespace Fuyao.Feel.Tests;

/// <summary>What others may call is a promise: a change of it is a change of the approved file, seen in review.</summary>
public class PublicApi
{
    [Fact]
    public void The_public_surface_is_the_approved_one()
    {
        var actual = string.Join('\n', typeof(FeelExpression).Assembly.GetExportedTypes().OrderBy(t => t.FullName, StringComparer.Ordinal).SelectMany(Lines)) + "\n";
        var file = Path.Combine(AppContext.BaseDirectory, "public-api.txt");
        var approved = File.Exists(file) ? File.ReadAllText(file) : "";
        if (actual != approved)
            File.WriteAllText(Path.ChangeExtension(file, ".actual.txt"), actual);
        var (now, then) = (actual.Split('\n'), approved.Split('\n'));
        now.Except(then).Select(l => "+ " + l).Concat(then.Except(now).Select(l => "- " + l)).ShouldBeEmpty("if the change is meant, copy public-api.actual.txt from the test's output folder to tests/Feel.Tests/public-api.txt");
        actual.ShouldBe(approved);
    }

    private static IEnumerable<string> Lines(Type type)
    {
        yield return (type.IsEnum ? "enum " : type.IsValueType ? "struct " : type.IsInterface ? "interface " : "class ") + Name(type);
        const BindingFlags all = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        foreach (var member in type.GetMembers(all).Where(Counts).Select(Text).Order(StringComparer.Ordinal))
            yield return "  " + member;
    }

    private static bool Counts(MemberInfo member) => member is not Type && member.Name[0] != '<'
        && !(member is MethodInfo { IsSpecialName: true } m && !m.Name.StartsWith("op_", StringComparison.Ordinal))
        && !(member is FieldInfo { IsSpecialName: true })
        && member.Name is not ("Equals" or "GetHashCode" or "ToString" or "Deconstruct" or "EqualityContract" or "PrintMembers");

    private static string Text(MemberInfo member) => member switch
    {
        ConstructorInfo c => $"new({Parameters(c)})",
        MethodInfo m => $"{Name(m.ReturnType)} {m.Name}({Parameters(m)})",
        PropertyInfo p => $"{Name(p.PropertyType)} {p.Name} {{{(p.CanRead ? " get;" : "")}{(p.SetMethod?.IsPublic == true ? " set;" : "")} }}",
        FieldInfo f => $"{Name(f.FieldType)} {f.Name}{(f.IsLiteral ? " = " + f.GetRawConstantValue() : "")}",
        _ => member.ToString()!,
    };

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(p => $"{Name(p.ParameterType)} {p.Name}{(p.IsOptional ? "?" : "")}"));

    private static string Name(Type type) => !type.IsGenericType ? type.Name
        : $"{type.Name[..type.Name.IndexOf('`')]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
}
