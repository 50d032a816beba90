namespace Fuyao.Feel;

/// <summary>Placeholder until the language arrives.</summary>
public sealed class FeelException(string message) : Exception(message);
