namespace Fuyao.Feel.Values;

/// <summary>What a running function may use besides its arguments: where it was called, limits, clock, and a place for problems.</summary>
internal sealed class FeelCall;
