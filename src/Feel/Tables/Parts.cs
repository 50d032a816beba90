using Fuyao.Feel.Interpreter;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Tables;

/// <summary>An input: its expression, its type, and the tests of the values it may have.</summary>
internal sealed record Column(Node Node, FeelType Type, TestsNode? Allowed);

/// <summary>An output: its name and type, the order of its values, and its default.</summary>
internal sealed record OutputColumn(string? Name, FeelType Type, List<FeelValue> Priorities, Node? Default);

/// <summary>A rule; <paramref name="Number"/> counts from 1.</summary>
internal sealed record Row(int Number, TestsNode[] Tests, Node[] Outputs, string? Label);
