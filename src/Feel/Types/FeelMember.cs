namespace Fuyao.Feel.Types;

/// <summary>A named entry of a context type or scope; every alias is another spelling of the same variable (年龄 = age).</summary>
public sealed record FeelMember(string Name, FeelType Type, params string[] Aliases);
