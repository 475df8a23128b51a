// C# clears the local variables of a method before it runs, structs and stackalloc included, though it also insists
// that each is assigned before it is read. Here that costs more than nothing: packing a message has a list of 768 bytes
// on the stack, a stack walk has frames of half a kilobyte. So no method of the kernel asks for it; what stackalloc
// gives holds anything, and whoever counts on zeroes clears it. References are always cleared: the collector looks at
// them.
[module: System.Runtime.CompilerServices.SkipLocalsInit]
