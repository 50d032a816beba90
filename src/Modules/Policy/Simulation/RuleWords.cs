namespace Fuyao.Policy.Simulation;

/// <summary>The names in a rule's text: paths (household.income_per_head) are not in the list of variables that it reads, their words are.</summary>
internal static class RuleWords
{
    public static IEnumerable<string> Of(string text) =>
        text.Split([' ', '\n', '\t', '.', ',', '(', ')', '[', ']', '+', '-', '*', '/', '<', '>', '=', '"'], StringSplitOptions.RemoveEmptyEntries);
}
