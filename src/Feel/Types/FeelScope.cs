using Fuyao.Feel.Values;

namespace Fuyao.Feel.Types;

/// <summary>
/// The variables an expression may read. A scope is a context type: an evaluation's input is one
/// <see cref="FeelContext"/> with the scope's <see cref="Shape"/>, so variables are read by slot.
/// </summary>
public sealed class FeelScope
{
    /// <summary>No variables.</summary>
    public static readonly FeelScope Empty = new([]);

    private readonly FeelMembers _members;

    /// <summary>Variables in the order of their slots.</summary>
    public FeelScope(params FeelMember[] variables) => _members = new FeelMembers(variables);
    /// <summary>Variables in the order of their slots.</summary>
    public FeelScope(IEnumerable<FeelMember> variables) => _members = new FeelMembers(variables);

    /// <summary>In the order of their slots.</summary>
    public IReadOnlyList<FeelMember> Variables => _members.All;
    /// <summary>The shape of an input.</summary>
    public FeelShape Shape => _members.Shape;
    /// <summary>By name or alias; null when there is none.</summary>
    public FeelMember? Find(string name) => _members.Find(name);

    /// <summary>A wider scope; the slots of this one stay the same.</summary>
    public FeelScope With(params FeelMember[] more) => new(Variables.Concat(more));

    /// <summary>An input in slot order. Names that are missing are null.</summary>
    public FeelContext Input(params (string Name, FeelValue Value)[] values)
    {
        var slots = new FeelValue[Shape.Count];
        foreach (var (name, value) in values)
        {
            var slot = Shape.Slot(name);
            if (slot < 0)
                throw new ArgumentException($"The scope has no variable '{name}'.", nameof(values));
            slots[slot] = value;
        }
        return new FeelContext(Shape, slots);
    }
}
