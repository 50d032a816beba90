namespace Fuyao.Feel.Tables;

public enum HitPolicy { Unique, Any, Priority, First, OutputOrder, RuleOrder, Collect }

public enum Aggregation { None, Sum, Min, Max, Count }
