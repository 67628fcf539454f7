int zoo_left_behind(void)
{
    return 42;
}
