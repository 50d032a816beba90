namespace Fuyao.Architecture.Tests.Leaky;

/// <summary>A module that shows too much: the fixture for the rule of walls.</summary>
public static class LeakyModule;

/// <summary>What should have been internal.</summary>
public sealed class Leak;
