namespace Fuyao.Feel;

/// <summary>Whether what cannot be computed is null, or refused before it is computed.</summary>
public enum FeelMode
{
    /// <summary>The standard's semantics: anything that cannot be computed is null.</summary>
    Standard,

    /// <summary>For packs: unknown names, wrong types, unhandled nulls and comparisons that can never be true are errors; inputs may be Unknown.</summary>
    Strict,
}
