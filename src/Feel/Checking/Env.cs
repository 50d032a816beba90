using Fuyao.Feel.Types;

namespace Fuyao.Feel.Checking;

/// <summary>What names mean at a place in the text: bindings from the inside out, and what is proved of paths.</summary>
internal sealed record Env(Binding? Bindings, Proof Known)
{
    public static readonly Env Empty = new(null, Proof.None);

    public Env Bind(string name, FeelType type, int slot) => this with { Bindings = new Binding(name, type, slot, Bindings) };

    /// <summary>The item of a filter: its entries are names of their own.</summary>
    public Env BindItem(FeelType type, int slot) => this with { Bindings = new Binding(null, type, slot, Bindings) };

    public Env Knowing(Proof more) => more.IsEmpty ? this : this with { Known = Known.And(more) };
}

/// <param name="Name">Null for a filter's item.</param>
/// <param name="Type">Its type.</param>
/// <param name="Slot">Its local slot.</param>
/// <param name="Outer">The binding it may hide.</param>
internal sealed record Binding(string? Name, FeelType Type, int Slot, Binding? Outer);
