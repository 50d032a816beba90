using Fuyao.Feel.Values;

namespace Fuyao.Feel.Columns.Compiling;

/// <summary>What a part of a text stands for while it is compiled.</summary>
internal abstract record Symbol;

internal sealed record ConstantSymbol(FeelValue Value) : Symbol;

/// <param name="Lane">The values.</param>
/// <param name="Token">Which round of its level it belongs to: rows of two rounds are never compared.</param>
internal sealed record LaneSymbol(Lane Lane, int Token) : Symbol;

/// <summary>The row of a level itself, or an object in it; masks say where it is unknown or absent.</summary>
internal sealed record RowSymbol(int Level, string Prefix, int Token, int Unknown = -1, int Null = -1) : Symbol;

/// <summary>A list that every row of the owner's level has.</summary>
/// <param name="Level">The level of the items; its parent owns the list.</param>
/// <param name="Item">The items: lanes of the level, or null for its rows.</param>
/// <param name="Filter">Mask of the items that belong to the list; −1: all.</param>
/// <param name="Unknown">Mask, at the owner's level, of lists nobody knows.</param>
internal sealed record ListSymbol(int Level, Lane? Item, int Filter, int Unknown) : Symbol;
